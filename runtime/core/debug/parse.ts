/** Parses a module of a bundle. */
import { Parser, type Program } from "acorn";

/**
 * Acorn looks for names that are declared twice, or exported and not declared, in lists, so that its time grows with the
 * square of a bundle's names. The bundler and the engine find them too.
 */
const LinearParser = Parser.extend((Base) => {
  class Linear extends Base {}
  Object.assign(Linear.prototype, { declareName: () => {}, checkLocalExport: () => {} });
  return Linear;
});

/** @throws {SyntaxError} when it is none; {RangeError} when it is nested too deeply */
export function parseModule(code: string): Program {
  return LinearParser.parse(code, { ecmaVersion: "latest", sourceType: "module", allowHashBang: true });
}
