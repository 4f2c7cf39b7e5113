/** Modules of the older kind, which a plugin may be made of too: `module.exports = …`, `exports.commands = …`, `require(…)`. */
import type { Scope } from "./scopes.ts";
import { keyName, part, parts, type Syntax, word } from "./syntax.ts";

/** Whether an expression is the object of a module's exports. */
export function isExports(node: Syntax | undefined, scope: Scope): boolean {
  if (isGlobal(node, "exports", scope)) return true;
  const isMember = node?.type === "MemberExpression" && keyName(node, "property") === "exports";
  return isMember && isGlobal(part(node, "object"), "module", scope);
}

/** What a call of `require` names; undefined for other calls, and where it is computed. */
export function requiredBy(call: Syntax, scope: Scope): string | undefined {
  const [specifier] = parts(call, "arguments");
  const isCall = isGlobal(part(call, "callee"), "require", scope);
  return isCall && specifier?.type === "StringLiteral" ? word(specifier, "value") : undefined;
}

function isGlobal(node: Syntax | undefined, name: string, scope: Scope): boolean {
  return node?.type === "Identifier" && word(node, "name") === name && scope.find(name) === undefined;
}
