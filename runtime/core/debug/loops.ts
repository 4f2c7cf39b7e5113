/** Loops: each round is asked about, and each has its own variables. */
import type { ForInStatement, ForOfStatement, ForStatement } from "acorn";
import { type Facts, lexicalNames } from "./declarations.ts";
import type { Emitter, Place } from "./emitter.ts";
import type { Scopes } from "./scopes.ts";
import type { Statements, Visit } from "./statements.ts";
import { after } from "./tokens.ts";

export class Loops {
  readonly #source: string;
  readonly #facts: Facts;
  readonly #out: Emitter;
  readonly #scopes: Scopes;
  readonly #statements: Statements;

  constructor(source: string, facts: Facts, emitter: Emitter, scopes: Scopes, statements: Statements) {
    this.#source = source;
    this.#facts = facts;
    this.#out = emitter;
    this.#scopes = scopes;
    this.#statements = statements;
  }

  for(node: ForStatement, place: Place, visit: Visit): void {
    const { edits } = this.#out;
    const declaration = node.init?.type === "VariableDeclaration" && node.init.kind !== "var" ? node.init : undefined;
    const declared = declaration ? lexicalNames([declaration]) : [];
    const opened = this.#scopes.open("loop", declared, place);
    let setup = "";
    if (declaration && opened !== place) {
      // A constant is the same in each iteration; other variables are copied, and each copy has its accessor.
      const { marks, inner } = this.#out.names;
      const text = this.#out.accessorText(opened.scope, place.accessor);
      if (declaration.kind === "let") setup = this.#scopes.make(node, opened, place);
      // Functions made by the declaration see the variables as they were before the first iteration.
      const first = this.#facts.captured.has(node)
        ? `=${inner}=${text}`
        : declaration.kind === "let"
          ? ""
          : `=${marks}[0]?${inner}=${text}:void 0`;
      // It comes first: what the declaration calls may stop, and its variables are not there yet then.
      edits.insert(declaration.declarations[0]?.start ?? declaration.end, ` ${opened.accessor}${first},`);
    }
    if (node.init) visit(node.init, opened);
    if (node.test) {
      this.#statements.before(node.test, node.test.start, opened, setup);
      visit(node.test, opened);
    } else if (place.frame) {
      const parts = [setup, this.#out.probeExpression(node.start, opened), "true"].filter(Boolean);
      const from = node.init?.end ?? after(this.#source, node.start + "for".length, "(");
      edits.insert(after(this.#source, from, ";"), parts.join(","));
    }
    if (node.update) {
      this.#statements.before(node.update, node.update.start, opened);
      visit(node.update, opened);
    }
    this.#statements.single(node.body, opened, visit);
  }

  forEach(node: ForInStatement | ForOfStatement, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    const waits = node.type === "ForOfStatement" && node.await && place.frame;
    const { marks } = names;
    const accessor = place.frame?.accessor ?? "";
    visit(node.left, place);
    if (waits) edits.insert(node.right.start, `${marks}.Y(${accessor},1,`);
    visit(node.right, place);
    if (waits) edits.insert(node.right.end, ")");
    if (!place.frame) return visit(node.body, place);
    const declared = node.left.type === "VariableDeclaration" ? lexicalNames([node.left]) : [];
    const { body } = node;
    // Between the iterations the function waits at the loop's head, and its frame is away.
    const head = waits ? this.#out.site("iteration", node.left.start, place) : undefined;
    if (waits) edits.insert(body.start, `{try{${marks}.R(${accessor});`);
    if (body.type === "BlockStatement") {
      this.#statements.block(body, "loop", declared, "", place, visit, node.left.start);
    } else {
      const opened = this.#scopes.open("loop", declared, place);
      const made = opened === place ? "" : `let ${opened.accessor};${this.#scopes.make(node, opened, place)};`;
      const probe = this.#out.probe("iteration", node.left.start, opened);
      edits.insert(body.start, `{${made}${probe}`);
      this.#statements.statement(body, opened, visit);
      edits.insert(body.end, "}");
    }
    if (waits) edits.insert(body.end, `}finally{${head ? `${names.site}=${head};` : ""}${marks}.W(${accessor})}}`);
  }
}
