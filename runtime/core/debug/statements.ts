/** Writes probes before statements, and makes the scopes of blocks. */
import type {
  AnyNode,
  BlockStatement,
  CatchClause,
  Expression,
  Statement,
  SwitchStatement,
  TryStatement,
  VariableDeclarator,
} from "acorn";
import { type Declared, lexicalNames, namesOf } from "./declarations.ts";
import { type Emitter, isAnonymousFunction, type Place } from "./emitter.ts";
import { declarationOf, headEnd, isDirective, isProbed, withoutLabels } from "./node-kinds.ts";
import type { Scopes } from "./scopes.ts";
import type { ScopeKind } from "./site-table.ts";
import { after } from "./tokens.ts";

export type Visit = (node: AnyNode, place: Place) => void;

export class Statements {
  /** Statements that a function's start probes. */
  readonly merged = new Set<AnyNode>();
  /** What has to follow a statement. */
  readonly closing = new Map<AnyNode, string>();
  /** Declarators that stand behind another in a statement. */
  readonly #later = new Set<AnyNode>();
  readonly #source: string;
  readonly #out: Emitter;
  readonly #scopes: Scopes;

  constructor(source: string, emitter: Emitter, scopes: Scopes) {
    this.#source = source;
    this.#out = emitter;
    this.#scopes = scopes;
  }

  list(statements: readonly AnyNode[], place: Place, visit: Visit): void {
    for (const statement of statements) this.statement(statement, place, visit);
  }

  statement(statement: AnyNode, place: Place, visit: Visit): void {
    if (isDirective(statement)) return;
    const target = withoutLabels(statement);
    this.#out.ends.set(target.start, headEnd(target));
    if (isProbed(target) && !this.merged.has(statement)) {
      const pauses = target.type === "DebuggerStatement";
      const probe = pauses ? this.#out.pause(target.start, place) : this.#out.probe("statement", target.start, place);
      this.#out.edits.insert(statement.start, probe);
    }
    const declaration = declarationOf(target);
    for (const declarator of declaration?.declarations.slice(1) ?? []) this.#later.add(declarator);
    if (target.type === "ForOfStatement" && target.await && place.frame) this.#forAwait(statement, place, visit);
    else visit(statement, place);
    const closing = this.closing.get(statement);
    if (closing) this.#out.edits.insert(statement.end, closing);
  }

  declarator(node: VariableDeclarator, place: Place, visit: Visit): void {
    const { init } = node;
    visit(node.id, place);
    if (!init) return;
    const probe = this.#later.has(node) && !isAnonymousFunction(init) && this.#out.probeExpression(node.start, place);
    if (probe) this.#out.edits.insert(init.start, `(${probe},`);
    visit(init, place);
    if (probe) this.#out.edits.insert(init.end, ")");
  }

  /** A statement that is no list: the body of a loop or of an `if`. */
  single(statement: Statement, place: Place, visit: Visit): void {
    if (statement.type === "BlockStatement" || !place.frame) return visit(statement, place);
    this.#out.edits.insert(statement.start, "{");
    this.statement(statement, place, visit);
    this.#out.edits.insert(statement.end, "}");
  }

  /** A probe before an expression that may be a sequence. */
  before(expression: Expression, at: number, place: Place, setup = ""): void {
    const parts = [setup, this.#out.probeExpression(at, place)].filter(Boolean);
    if (parts.length > 0) this.#out.edits.insert(expression.start, `${parts.join(",")},`);
  }

  /** @param more what the scope declares beside the block's own declarations. @param prologue text for the start. */
  block(
    node: BlockStatement,
    kind: ScopeKind,
    more: readonly Declared[],
    prologue: string,
    place: Place,
    visit: Visit,
    iteration?: number,
  ): void {
    const opened = this.#scopes.open(kind, [...lexicalNames(node.body), ...more], place);
    const made = opened === place ? "" : `let ${opened.accessor};${this.#scopes.make(node, opened, place)};`;
    const probe = iteration === undefined ? "" : this.#out.probe("iteration", iteration, opened);
    const text = `${prologue}${made}${probe}`;
    if (text) this.#out.edits.insert(node.start + 1, text);
    this.list(node.body, opened, visit);
  }

  switch(node: SwitchStatement, place: Place, visit: Visit): void {
    const { edits } = this.#out;
    visit(node.discriminant, place);
    const statements = node.cases.flatMap((one) => one.consequent);
    const opened = this.#scopes.open("switch", lexicalNames(statements), place);
    for (const { test, consequent } of node.cases) {
      if (test) visit(test, opened);
      const start = consequent[0]?.start;
      if (opened !== place && start !== undefined) {
        edits.insert(start, `${this.#scopes.noted(node, opened.accessor)};`);
      }
      this.list(consequent, opened, visit);
    }
    if (opened === place) return;
    // A case can be jumped over: a function is there from the start of the block.
    const text = this.#out.accessorText(opened.scope, place.accessor).replace("=>", "");
    edits.insert(statements.at(-1)?.end ?? node.end - 1, `;function ${opened.accessor}${text}`);
  }

  try(node: TryStatement, place: Place, visit: Visit): void {
    visit(node.block, node.handler ? { ...place, guarded: true } : place);
    if (node.handler) this.#catch(node.handler, place, visit);
    if (!node.finalizer) return;
    const { marks } = this.#out.names;
    const { frame } = place;
    // An exception or a `return` from outside resumes a suspended function here.
    const resumed = frame && (frame.async || frame.generator) ? `${marks}[0]&&${marks}.R(${frame.accessor});` : "";
    this.block(node.finalizer, "block", [], resumed, place, visit);
  }

  #catch({ start, param, body }: CatchClause, place: Place, visit: Visit): void {
    if (!place.frame) {
      if (param) visit(param, place);
      return visit(body, place);
    }
    const { edits, names } = this.#out;
    const { marks, error } = names;
    const report = (name: string) => `${marks}[0]&&${marks}.X(${name},${place.frame?.accessor},0);`;
    if (!param) {
      edits.insert(start + "catch".length, `(${error})`);
      return this.block(body, "catch", [], report(error), place, visit);
    }
    const declared = namesOf(param, "catch");
    if (param.type === "Identifier") return this.block(body, "catch", declared, report(param.name), place, visit);
    edits.insert(param.start, `${error}){${report(error)}let `);
    visit(param, place);
    const closing = after(this.#source, param.end, ")");
    edits.replace(closing - 1, closing, `=${error};`);
    this.block(body, "catch", declared, "", place, visit);
    edits.insert(body.end, "}");
  }

  /** However the loop ends, it may have waited, for the iterator's `return` too. */
  #forAwait(statement: AnyNode, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    edits.insert(statement.start, "try{");
    visit(statement, place);
    edits.insert(statement.end, `}finally{${names.marks}.R(${place.frame?.accessor})}`);
  }
}
