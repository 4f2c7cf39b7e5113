/** Lets functions tell when they begin, end, wait and go on. */
import type {
  AnyNode,
  ArrowFunctionExpression,
  AwaitExpression,
  Expression,
  FunctionDeclaration,
  FunctionExpression,
  ReturnStatement,
  YieldExpression,
} from "acorn";
import { type Declared, type Facts, lexicalNames, namesOf } from "./declarations.ts";
import { type Emitter, type Frame, isAnonymousFunction, type Place } from "./emitter.ts";
import type { FunctionHint } from "./function-names.ts";
import { bodyStart, isDirective, isPlain, isStatement, withoutLabels } from "./node-kinds.ts";
import type { FunctionKind } from "./site-table.ts";
import type { Statements, Visit } from "./statements.ts";
import { after } from "./tokens.ts";

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** A function, or what runs like one. */
export interface Opening {
  readonly node: AnyNode & { readonly async?: boolean; readonly generator?: boolean };
  readonly kind: FunctionKind;
  readonly name: string;
  readonly statements: readonly AnyNode[];
  /** What it declares outside its body. */
  readonly declared: readonly Declared[];
  readonly place: Place;
}

export class Functions {
  /** Name and kind of functions, known from where they stand. */
  readonly hints = new Map<unknown, FunctionHint>();
  /** The private methods that know the private members of a class, by what runs in its body. */
  readonly privates = new Map<AnyNode, string>();
  readonly #source: string;
  readonly #facts: Facts;
  readonly #out: Emitter;
  readonly #statements: Statements;
  #renamed = 0;

  constructor(source: string, facts: Facts, emitter: Emitter, statements: Statements) {
    this.#source = source;
    this.#facts = facts;
    this.#out = emitter;
    this.#statements = statements;
  }

  return({ argument }: ReturnStatement, place: Place, visit: Visit): void {
    if (!argument) return;
    if (!place.frame) return visit(argument, place);
    const [before, behind] = this.#keeping(argument, place.frame);
    this.#out.edits.insert(argument.start, before);
    visit(argument, place);
    this.#out.edits.insert(argument.end, behind);
  }

  /** What stands around an expression whose value the function returns. */
  #keeping(expression: Expression, { async, generator, accessor }: Frame): [string, string] {
    const { marks, returned } = this.#out.names;
    const before = `${returned}=(${isAnonymousFunction(expression) ? "0," : ""}`;
    // An asynchronous generator waits for what it returns.
    return async && generator ? [`${marks}.W(${accessor},${before}`, "))"] : [before, ")"];
  }

  function(node: FunctionNode, place: Place, visit: Visit): void {
    const outside: Place = { ...place, frame: undefined };
    for (const param of node.params) visit(param, outside);
    const { body } = node;
    const statements = body.type === "BlockStatement" ? body.body : [body];
    const isForeign = !statements.some((statement) => this.#out.origins.at(statement.start));
    if (isForeign || this.#facts.bodies.get(node)?.yieldsInHead) {
      if (body.type !== "BlockStatement") return visit(body, outside);
      return this.#statements.list(body.body, outside, visit);
    }
    const hint = this.hints.get(node);
    const kind = hint?.kind ?? (node.type === "ArrowFunctionExpression" ? "arrow" : "function");
    const parameters = node.params.flatMap((param) => namesOf(param, "parameter"));
    const self: Declared[] =
      node.type === "FunctionExpression" && node.id ? [{ name: node.id.name, kind: "self", at: node.id.start }] : [];
    const name = node.id ? (this.#out.origins.nameAt(node.id.start) ?? node.id.name) : (hint?.name ?? "");
    const opening: Opening = { node, kind, name, statements, declared: [...parameters, ...self], place };
    if (body.type === "BlockStatement") {
      const inside = this.enter(opening, bodyStart(body.body, body.start + 1));
      this.#statements.list(body.body, inside, visit);
      this.leave(inside, body.end - 1);
      return;
    }
    const arrow = after(this.#source, node.params.at(-1)?.end ?? node.start, "=>");
    this.#out.edits.insert(arrow, "{");
    const inside = this.enter(opening, arrow);
    const [before, behind] = inside.frame ? this.#keeping(body, inside.frame) : ["(", ")"];
    this.#out.edits.insert(arrow, `return ${before}`);
    visit(body, inside);
    this.#out.edits.insert(node.end, `${behind};`);
    this.leave(inside, node.end);
    this.#out.edits.insert(node.end, "}");
  }

  /** Writes a function's start at an offset. @returns the place inside it */
  enter({ node, kind, name, statements, declared, place }: Opening, at: number): Place {
    const out = this.#out;
    const { marks, site, inner, returned, accessor: prefix } = out.names;
    const index = out.addFunction(kind, name, node);
    const facts = this.#facts.bodies.get(node);
    const lexical = lexicalNames(statements);
    const scope = out.addScope("function", place.scope, index, [...lexical, ...(facts?.vars ?? []), ...declared]);
    const depth = place.depth + 1;
    const accessor = `${prefix}${depth}`;
    const { async = false, generator = false } = node;
    // What lasts may be stopped long after it began, and what it made is closed over it: there the accessor is always
    // made. One that is made only while frames are kept tells by itself whether the frame is.
    const always = async || generator || this.#facts.captured.has(node) || facts?.hasLoop === true;
    const kept = always ? `${marks}[0]` : accessor;
    const frame: Frame = { index, scope, accessor, kept, async, generator };
    const inside: Place = { frame, scope, accessor, depth, guarded: false, className: place.className };
    const enter = this.edgeSite("enter", node.start, statements, inside);
    out.entered(index, enter, scope);
    // The `this` of an arrow function among parameters or in a field is not that of the function around it.
    const self = kind !== "arrow" || place.frame === undefined;
    const cases = out.frameCases(facts?.hasScopes ?? false, self, this.privates.get(node));
    const text = out.accessorText(scope, place.accessor, cases);
    // While frames are not kept nothing is armed either: so the first statement needs no probe of its own.
    const first = statements.find((one) => one.type !== "FunctionDeclaration" && !isDirective(one));
    const merges = first !== undefined && (!isStatement(first) || isPlain(withoutLabels(first)));
    const firstSite = merges ? out.site("statement", withoutLabels(first).start, inside) : undefined;
    if (firstSite !== undefined && first) this.#statements.merged.add(first);
    const probe = firstSite === undefined ? "" : out.probeOf(firstSite, inside);
    const [early, late] = always ? [`${accessor}=${text};`, accessor] : ["", `${accessor}=${text}`];
    const keeping = `if(${marks}[0]){${site}=${enter};${marks}.E(${late},${enter});${probe}}`;
    const variables = `${site}=${firstSite ?? enter},${facts?.hasScopes ? `${inner},` : ""}${returned},${accessor}`;
    const separated = this.#separate(statements, new Set(facts?.vars.map((one) => one.name)));
    out.edits.insert(at, `var ${variables};try{${separated}${early}${keeping}`);
    return inside;
  }

  leave(inside: Place, at: number): void {
    const { frame } = inside;
    if (!frame) return;
    const { marks, error, site } = this.#out.names;
    const info = this.#out.functions[frame.index];
    const exit = this.edgeSite("exit", at, [], inside) || (info?.enter ?? 0);
    this.#out.left(frame.index, exit);
    const caught = `catch(${error}){if(${marks}[0])${marks}.X(${error},${frame.accessor},1);throw ${error}}`;
    this.#out.edits.insert(at, `}${caught}finally{if(${frame.kept})${marks}.L(${site}=${exit},${frame.accessor})}`);
  }

  /** The site at a function's edge; where the bundler made that, its first statement stands for it. */
  edgeSite(kind: "enter" | "exit", at: number, statements: readonly AnyNode[], place: Place): number {
    for (const offset of [at, ...statements.map((statement) => statement.start)]) {
      const id = this.#out.site(kind, offset, place);
      if (id !== undefined) return id;
    }
    return 0;
  }

  /**
   * A function's body becomes a block, and a block may not declare a function twice or beside a `var` of its name. Of two
   * functions the last counts; one that shares its name with a `var` starts as that variable's value.
   *
   * @returns what the block begins with
   */
  #separate(statements: readonly AnyNode[], vars: ReadonlySet<string>): string {
    const { edits, names } = this.#out;
    let start = "";
    const seen = new Set<string>();
    for (const statement of statements.toReversed()) {
      if (statement.type !== "FunctionDeclaration" || !statement.id) continue;
      const { name } = statement.id;
      if (seen.has(name)) {
        edits.insert(statement.start, "void ");
        this.#statements.closing.set(statement, ";");
      } else if (vars.has(name)) {
        const renamed = `${names.renamed}${this.#renamed++}`;
        edits.replace(statement.id.start, statement.id.end, renamed);
        start += `var ${name}=${names.marks}.N(${renamed},${JSON.stringify(name)});`;
      }
      seen.add(name);
    }
    return start;
  }

  /** `await` and `yield`: the frame is away meanwhile. @param operand where the operand begins. */
  suspension(
    node: AwaitExpression | YieldExpression,
    operand: number,
    argument: Expression | null | undefined,
    place: Place,
    visit: Visit,
  ): void {
    if (!place.frame) {
      if (argument) visit(argument, place);
      return;
    }
    const { edits, names } = this.#out;
    const { accessor, async } = place.frame;
    edits.insert(node.start, `${names.marks}.R(${accessor},`);
    const delegates = node.type === "YieldExpression" && node.delegate;
    const waiting = delegates ? `Y(${accessor},${async ? 1 : 0}` : `W(${accessor}`;
    edits.insert(operand, ` ${names.marks}.${waiting}${argument ? "," : ""}`);
    if (argument) visit(argument, place);
    edits.insert(node.end, "))");
  }
}
