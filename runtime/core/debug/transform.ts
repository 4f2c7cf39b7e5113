/** Walks through a module and writes the probes into it. `instrument.ts` says what they are. */
import type {
  AnyNode,
  ArrowFunctionExpression,
  BlockStatement,
  CatchClause,
  Expression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  FunctionDeclaration,
  FunctionExpression,
  Program,
  PropertyDefinition,
  ReturnStatement,
  Statement,
  StaticBlock,
  SwitchStatement,
  TryStatement,
  VariableDeclarator,
} from "acorn";
import { base, type RecursiveVisitors, recursive } from "acorn-walk";
import { type Declared, type Facts, lexicalNames, namesOf } from "./declarations.ts";
import { type Emitter, type Frame, isAnonymousFunction, type Place } from "./emitter.ts";
import { nameFunctions } from "./function-names.ts";
import {
  bodyStart,
  declarationOf,
  isDirective,
  isPlain,
  isProbed,
  isStatement,
  isWrappable,
  QUIET,
  withoutLabels,
} from "./node-kinds.ts";
import type { FunctionKind, ScopeKind } from "./site-table.ts";
import { after } from "./tokens.ts";

type Visit = (node: AnyNode, place: Place) => void;
type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Instruments the module. @param runtime specifier of the module that exports `marks`. */
export function transform(program: Program, source: string, facts: Facts, emitter: Emitter, runtime: string): void {
  new Transformation(source, facts, emitter).run(program, runtime);
}

class Transformation {
  readonly #source: string;
  readonly #facts: Facts;
  readonly #out: Emitter;
  /** Name and kind of functions, known from where they stand. */
  readonly #hints = new Map<unknown, { name: string; kind: FunctionKind }>();
  /** Statements that a function's start probes. */
  readonly #merged = new Set<AnyNode>();
  /** Declarators that stand behind another in a statement. */
  readonly #later = new Set<AnyNode>();
  /** What has to follow a statement. */
  readonly #closing = new Map<AnyNode, string>();
  #renamed = 0;

  constructor(source: string, facts: Facts, emitter: Emitter) {
    this.#source = source;
    this.#facts = facts;
    this.#out = emitter;
  }

  run(program: Program, runtime: string): void {
    const { edits, names } = this.#out;
    const { marks, site, inner, returned } = names;
    const body = program.body;
    const index = this.#out.addFunction("module", "", { async: true });
    const declared = [...lexicalNames(body), ...(this.#facts.bodies.get(program)?.vars ?? [])];
    const scope = this.#out.addScope("module", -1, index, declared);
    const accessor = `${names.accessor}0`;
    const frame: Frame = { index, scope, accessor, kept: "true", async: true, generator: false };
    const place: Place = { frame, scope, accessor, depth: 0, guarded: false, className: "" };
    const first = body.findIndex((statement) => !isDirective(statement));
    const enter = this.#edgeSite("enter", program.start, body, place);
    const text = this.#out.accessorText(scope, "void 0", this.#out.frameCases(true, false));
    const prologue = `import{marks as ${marks}}from${JSON.stringify(runtime)};var ${site}=${enter},${inner},${returned};const ${accessor}=${text};${marks}.E(${accessor},${enter});`;
    edits.insert(body[first]?.start ?? program.end, prologue);
    this.#walk(program, place);
    const end = body.at(-1)?.end ?? program.end;
    const exit = this.#edgeSite("exit", end - 1, [], place) || enter;
    this.#out.entered(index, enter, scope);
    this.#out.left(index, exit);
    edits.insert(end, `;${marks}.L(${site}=${exit},${accessor});`);
  }

  #walk(program: Program, place: Place): void {
    recursive(program as AnyNode, place, this.#visitors);
  }

  readonly #visitors: RecursiveVisitors<Place> = {
    Program: (node, place, visit) => {
      for (const statement of node.body) this.#moduleStatement(statement, place, visit);
    },
    BlockStatement: (node, place, visit) => this.#block(node, "block", [], "", place, visit),
    IfStatement: (node, place, visit) => {
      visit(node.test, place);
      this.#single(node.consequent, place, visit);
      if (node.alternate) this.#single(node.alternate, place, visit);
    },
    WithStatement: () => {
      throw new SyntaxError("A module has no with statements");
    },
    WhileStatement: (node, place, visit) => {
      this.#before(node.test, node.test.start, place);
      visit(node.test, place);
      this.#single(node.body, place, visit);
    },
    DoWhileStatement: (node, place, visit) => {
      this.#single(node.body, place, visit);
      this.#before(node.test, node.test.start, place);
      visit(node.test, place);
    },
    ForStatement: (node, place, visit) => this.#for(node, place, visit),
    ForInStatement: (node, place, visit) => this.#forEach(node, place, visit),
    ForOfStatement: (node, place, visit) => this.#forEach(node, place, visit),
    SwitchStatement: (node, place, visit) => this.#switch(node, place, visit),
    TryStatement: (node, place, visit) => this.#try(node, place, visit),
    ReturnStatement: (node, place, visit) => this.#return(node, place, visit),
    Function: (node, place, visit) => this.#function(node as FunctionNode, place, visit),
    Class: (node, place, visit) => {
      const className = node.id?.name ?? this.#hints.get(node)?.name ?? "";
      base.Class?.(node, { ...place, className }, visit);
    },
    PropertyDefinition: (node, place, visit) => this.#field(node, place, visit),
    StaticBlock: (node, place, visit) => this.#staticBlock(node, place, visit),
    AwaitExpression: (node, place, visit) => {
      this.#suspension(node, node.start + "await".length, node.argument, place, visit);
    },
    YieldExpression: (node, place, visit) => {
      const keyword = node.start + "yield".length;
      const operand = node.delegate ? after(this.#source, keyword, "*") : keyword;
      this.#suspension(node, operand, node.argument, place, visit);
    },
    VariableDeclarator: (node, place, visit) => this.#declarator(node, place, visit),
    AssignmentExpression: (node, place, visit) => {
      nameFunctions(node, this.#hints, this.#source, place.className);
      base.AssignmentExpression?.(node, place, visit);
    },
    AssignmentPattern: (node, place, visit) => {
      nameFunctions(node, this.#hints, this.#source, place.className);
      base.AssignmentPattern?.(node, place, visit);
    },
    Property: (node, place, visit) => {
      nameFunctions(node, this.#hints, this.#source, place.className);
      base.Property?.(node, place, visit);
    },
    MethodDefinition: (node, place, visit) => {
      nameFunctions(node, this.#hints, this.#source, place.className);
      base.MethodDefinition?.(node, place, visit);
    },
  };

  // Statements ---------------------------------------------------------------

  /** What a module's own statement throws is reported where a `try` can stand around it. */
  #moduleStatement(statement: AnyNode, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    const wrapped = isWrappable(statement) && this.#mapped(statement, place);
    if (wrapped) edits.insert(statement.start, "try{");
    this.#statement(statement, place, visit);
    if (!wrapped) return;
    const { marks, error } = names;
    edits.insert(
      statement.end,
      `}catch(${error}){${marks}[0]&&${marks}.X(${error},${place.frame?.accessor},1);throw ${error}}`,
    );
  }

  #mapped(node: AnyNode, place: Place): boolean {
    return place.frame !== undefined && this.#out.origins.at(node.start) !== undefined;
  }

  #list(statements: readonly AnyNode[], place: Place, visit: Visit): void {
    for (const statement of statements) this.#statement(statement, place, visit);
  }

  #statement(statement: AnyNode, place: Place, visit: Visit): void {
    if (isDirective(statement)) return;
    const target = withoutLabels(statement);
    if (isProbed(target) && !this.#merged.has(statement)) {
      const pauses = target.type === "DebuggerStatement";
      const probe = pauses ? this.#out.pause(target.start, place) : this.#out.probe("statement", target.start, place);
      this.#out.edits.insert(statement.start, probe);
    }
    const declaration = declarationOf(target);
    for (const declarator of declaration?.declarations.slice(1) ?? []) this.#later.add(declarator);
    if (target.type === "ForOfStatement" && target.await && place.frame) this.#forAwait(statement, place, visit);
    else visit(statement, place);
    const closing = this.#closing.get(statement);
    if (closing) this.#out.edits.insert(statement.end, closing);
  }

  #declarator(node: VariableDeclarator, place: Place, visit: Visit): void {
    nameFunctions(node, this.#hints, this.#source, place.className);
    const { init } = node;
    visit(node.id, place);
    if (!init) return;
    const probe = this.#later.has(node) && !isAnonymousFunction(init) && this.#out.probeExpression(node.start, place);
    if (probe) this.#out.edits.insert(init.start, `(${probe},`);
    visit(init, place);
    if (probe) this.#out.edits.insert(init.end, ")");
  }

  /** A statement that is no list: the body of a loop or of an `if`. */
  #single(statement: Statement, place: Place, visit: Visit): void {
    if (statement.type === "BlockStatement" || !place.frame) return visit(statement, place);
    this.#out.edits.insert(statement.start, "{");
    this.#statement(statement, place, visit);
    this.#out.edits.insert(statement.end, "}");
  }

  /** A probe before an expression that may be a sequence. */
  #before(expression: Expression, at: number, place: Place, setup = ""): void {
    const parts = [setup, this.#out.probeExpression(at, place)].filter(Boolean);
    if (parts.length > 0) this.#out.edits.insert(expression.start, `${parts.join(",")},`);
  }

  // Scopes -------------------------------------------------------------------

  /** Opens a scope within the frame, unless it declares nothing. */
  #open(kind: ScopeKind, declared: readonly Declared[], place: Place): Place {
    if (!place.frame || declared.length === 0) return place;
    const scope = this.#out.addScope(kind, place.scope, place.frame.index, declared);
    const depth = place.depth + 1;
    return { ...place, scope, accessor: `${this.#out.names.accessor}${depth}`, depth };
  }

  /** Makes the accessor of a scope that `node` has opened. */
  #make(node: AnyNode, opened: Place, outer: Place): string {
    const text = this.#out.accessorText(opened.scope, outer.accessor);
    return this.#noted(node, `${opened.accessor}=${text}`);
  }

  /**
   * Notes the accessor of the scope that is entered, when frames are kept, or when functions made there may run while
   * they are.
   */
  #noted(node: AnyNode, accessor: string): string {
    const { marks, inner } = this.#out.names;
    return this.#facts.captured.has(node) ? `${inner}=${accessor}` : `${marks}[0]&&(${inner}=${accessor})`;
  }

  /** @param more what the scope declares beside the block's own declarations. @param prologue text for the start. */
  #block(
    node: BlockStatement,
    kind: ScopeKind,
    more: readonly Declared[],
    prologue: string,
    place: Place,
    visit: Visit,
    iteration?: number,
  ): void {
    const opened = this.#open(kind, [...lexicalNames(node.body), ...more], place);
    const made = opened === place ? "" : `let ${opened.accessor};${this.#make(node, opened, place)};`;
    const probe = iteration === undefined ? "" : this.#out.probe("iteration", iteration, opened);
    const text = `${prologue}${made}${probe}`;
    if (text) this.#out.edits.insert(node.start + 1, text);
    this.#list(node.body, opened, visit);
  }

  #for(node: ForStatement, place: Place, visit: Visit): void {
    const { edits } = this.#out;
    const declaration = node.init?.type === "VariableDeclaration" && node.init.kind !== "var" ? node.init : undefined;
    const declared = declaration ? lexicalNames([declaration]) : [];
    const opened = this.#open("loop", declared, place);
    if (node.init) visit(node.init, opened);
    let setup = "";
    if (declaration && opened !== place) {
      // A constant is the same in each iteration; other variables are copied, and each copy has its accessor.
      const { marks, inner } = this.#out.names;
      const text = this.#out.accessorText(opened.scope, place.accessor);
      if (declaration.kind === "let") setup = this.#make(node, opened, place);
      // Functions made by the declaration see the variables as they were before the first iteration.
      const first = this.#facts.captured.has(node)
        ? `=${inner}=${text}`
        : declaration.kind === "let"
          ? ""
          : `=${marks}[0]?${inner}=${text}:void 0`;
      edits.insert(declaration.end, `,${opened.accessor}${first}`);
    }
    if (node.test) {
      this.#before(node.test, node.test.start, opened, setup);
      visit(node.test, opened);
    } else if (place.frame) {
      const parts = [setup, this.#out.probeExpression(node.start, opened), "true"].filter(Boolean);
      const from = node.init?.end ?? after(this.#source, node.start + "for".length, "(");
      edits.insert(after(this.#source, from, ";"), parts.join(","));
    }
    if (node.update) {
      this.#before(node.update, node.update.start, opened);
      visit(node.update, opened);
    }
    this.#single(node.body, opened, visit);
  }

  #forEach(node: ForInStatement | ForOfStatement, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    const waits = node.type === "ForOfStatement" && node.await && place.frame;
    const { marks } = names;
    const accessor = place.frame?.accessor ?? "";
    visit(node.left, place);
    if (waits) edits.insert(node.right.start, `${marks}.W(${accessor},`);
    visit(node.right, place);
    if (waits) edits.insert(node.right.end, ")");
    if (!place.frame) return visit(node.body, place);
    const declared = node.left.type === "VariableDeclaration" ? lexicalNames([node.left]) : [];
    const { body } = node;
    // Between the iterations the function waits, and its frame is away.
    if (waits) edits.insert(body.start, `{try{${marks}.R(${accessor});`);
    if (body.type === "BlockStatement") {
      this.#block(body, "loop", declared, "", place, visit, node.left.start);
    } else {
      const opened = this.#open("loop", declared, place);
      const made = opened === place ? "" : `let ${opened.accessor};${this.#make(node, opened, place)};`;
      const probe = this.#out.probe("iteration", node.left.start, opened);
      edits.insert(body.start, `{${made}${probe}`);
      this.#statement(body, opened, visit);
      edits.insert(body.end, "}");
    }
    if (waits) edits.insert(body.end, `}finally{${marks}.W(${accessor})}}`);
  }

  /** However the loop ends, it may have waited, for the iterator's `return` too. */
  #forAwait(statement: AnyNode, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    edits.insert(statement.start, "try{");
    visit(statement, place);
    edits.insert(statement.end, `}finally{${names.marks}.R(${place.frame?.accessor})}`);
  }

  #switch(node: SwitchStatement, place: Place, visit: Visit): void {
    const { edits } = this.#out;
    visit(node.discriminant, place);
    const statements = node.cases.flatMap((one) => one.consequent);
    const opened = this.#open("switch", lexicalNames(statements), place);
    for (const { test, consequent } of node.cases) {
      if (test) visit(test, opened);
      const start = consequent[0]?.start;
      if (opened !== place && start !== undefined) {
        edits.insert(start, `${this.#noted(node, opened.accessor)};`);
      }
      this.#list(consequent, opened, visit);
    }
    if (opened === place) return;
    // A case can be jumped over: a function is there from the start of the block.
    const text = this.#out.accessorText(opened.scope, place.accessor).replace("=>", "");
    edits.insert(statements.at(-1)?.end ?? node.end - 1, `;function ${opened.accessor}${text}`);
  }

  #try(node: TryStatement, place: Place, visit: Visit): void {
    visit(node.block, node.handler ? { ...place, guarded: true } : place);
    if (node.handler) this.#catch(node.handler, place, visit);
    if (!node.finalizer) return;
    const { marks } = this.#out.names;
    const { frame } = place;
    // An exception or a `return` from outside resumes a suspended function here.
    const resumed = frame && (frame.async || frame.generator) ? `${marks}[0]&&${marks}.R(${frame.accessor});` : "";
    this.#block(node.finalizer, "block", [], resumed, place, visit);
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
      return this.#block(body, "catch", [], report(error), place, visit);
    }
    const declared = namesOf(param, "catch");
    if (param.type === "Identifier") return this.#block(body, "catch", declared, report(param.name), place, visit);
    edits.insert(param.start, `${error}){${report(error)}let `);
    visit(param, place);
    const closing = after(this.#source, param.end, ")");
    edits.replace(closing - 1, closing, `=${error};`);
    this.#block(body, "catch", declared, "", place, visit);
    edits.insert(body.end, "}");
  }

  // Functions ----------------------------------------------------------------

  #return({ argument }: ReturnStatement, place: Place, visit: Visit): void {
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

  #function(node: FunctionNode, place: Place, visit: Visit): void {
    const outside: Place = { ...place, frame: undefined };
    for (const param of node.params) visit(param, outside);
    const { body } = node;
    const statements = body.type === "BlockStatement" ? body.body : [body];
    if (!statements.some((statement) => this.#out.origins.at(statement.start))) {
      if (body.type !== "BlockStatement") return visit(body, outside);
      return this.#list(body.body, outside, visit);
    }
    const hint = this.#hints.get(node);
    const kind = hint?.kind ?? (node.type === "ArrowFunctionExpression" ? "arrow" : "function");
    const parameters = node.params.flatMap((param) => namesOf(param, "parameter"));
    const self: Declared[] =
      node.type === "FunctionExpression" && node.id ? [{ name: node.id.name, kind: "self", at: node.id.start }] : [];
    const name = node.id ? (this.#out.origins.nameAt(node.id.start) ?? node.id.name) : (hint?.name ?? "");
    const opening: Opening = { node, kind, name, statements, declared: [...parameters, ...self], place };
    if (body.type === "BlockStatement") {
      const inside = this.#enter(opening, bodyStart(body.body, body.start + 1));
      this.#list(body.body, inside, visit);
      this.#leave(inside, body.end - 1);
      return;
    }
    const arrow = after(this.#source, node.params.at(-1)?.end ?? node.start, "=>");
    this.#out.edits.insert(arrow, "{");
    const inside = this.#enter(opening, arrow);
    const [before, behind] = inside.frame ? this.#keeping(body, inside.frame) : ["(", ")"];
    this.#out.edits.insert(arrow, `return ${before}`);
    visit(body, inside);
    this.#out.edits.insert(node.end, `${behind};`);
    this.#leave(inside, node.end);
    this.#out.edits.insert(node.end, "}");
  }

  /** Writes a function's start at an offset. @returns the place inside it */
  #enter({ node, kind, name, statements, declared, place }: Opening, at: number): Place {
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
    const enter = this.#edgeSite("enter", node.start, statements, inside);
    out.entered(index, enter, scope);
    const text = out.accessorText(scope, place.accessor, out.frameCases(facts?.hasScopes ?? false, kind !== "arrow"));
    // While frames are not kept nothing is armed either: so the first statement needs no probe of its own.
    const first = statements.find((one) => one.type !== "FunctionDeclaration" && !isDirective(one));
    const merges = first !== undefined && (!isStatement(first) || isPlain(withoutLabels(first)));
    const firstSite = merges ? out.site("statement", withoutLabels(first).start, inside) : undefined;
    if (firstSite !== undefined && first) this.#merged.add(first);
    const probe = firstSite === undefined ? "" : out.probeOf(firstSite, inside);
    const [early, late] = always ? [`${accessor}=${text};`, accessor] : ["", `${accessor}=${text}`];
    const keeping = `if(${marks}[0]){${site}=${enter};${marks}.E(${late},${enter});${probe}}`;
    const variables = `${site}=${firstSite ?? enter},${facts?.hasScopes ? `${inner},` : ""}${returned},${accessor}`;
    const separated = this.#separate(statements, new Set(facts?.vars.map((one) => one.name)));
    out.edits.insert(at, `var ${variables};try{${separated}${early}${keeping}`);
    return inside;
  }

  #leave(inside: Place, at: number): void {
    const { frame } = inside;
    if (!frame) return;
    const { marks, error, site } = this.#out.names;
    const info = this.#out.functions[frame.index];
    const exit = this.#edgeSite("exit", at, [], inside) || (info?.enter ?? 0);
    this.#out.left(frame.index, exit);
    const caught = `catch(${error}){if(${marks}[0])${marks}.X(${error},${frame.accessor},1);throw ${error}}`;
    this.#out.edits.insert(at, `}${caught}finally{if(${frame.kept})${marks}.L(${site}=${exit},${frame.accessor})}`);
  }

  /** The site at a function's edge; where the bundler made that, its first statement stands for it. */
  #edgeSite(kind: "enter" | "exit", at: number, statements: readonly AnyNode[], place: Place): number {
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
        this.#closing.set(statement, ";");
      } else if (vars.has(name)) {
        const renamed = `${names.renamed}${this.#renamed++}`;
        edits.replace(statement.id.start, statement.id.end, renamed);
        start += `var ${name}=${names.marks}.N(${renamed},${JSON.stringify(name)});`;
      }
      seen.add(name);
    }
    return start;
  }

  #field(node: PropertyDefinition, place: Place, visit: Visit): void {
    nameFunctions(node, this.#hints, this.#source, place.className);
    if (node.computed) visit(node.key, place);
    const { value } = node;
    if (!value) return;
    const outside: Place = { ...place, frame: undefined };
    if (QUIET.has(value.type) || isAnonymousFunction(value) || !this.#out.origins.at(value.start)) {
      return visit(value, outside);
    }
    const { edits } = this.#out;
    const name = `${place.className}.${this.#source.slice(node.key.start, node.key.end)}`;
    edits.insert(value.start, "(()=>{");
    const opening: Opening = { node: value, kind: "initializer", name, statements: [value], declared: [], place };
    const inside = this.#enter(opening, value.start);
    edits.insert(value.start, `return ${this.#out.names.returned}=(`);
    visit(value, inside);
    edits.insert(value.end, ");");
    this.#leave(inside, value.end);
    edits.insert(value.end, "})()");
  }

  #staticBlock(node: StaticBlock, place: Place, visit: Visit): void {
    const outside: Place = { ...place, frame: undefined };
    if (!node.body.some((statement) => this.#out.origins.at(statement.start))) {
      return this.#list(node.body, outside, visit);
    }
    const name = `${place.className}.static`;
    const statements = node.body;
    const opening: Opening = { node, kind: "initializer", name, statements, declared: [], place };
    const inside = this.#enter(opening, after(this.#source, node.start + "static".length, "{"));
    this.#list(statements, inside, visit);
    this.#leave(inside, node.end - 1);
  }

  /** `await` and `yield`: the frame is away meanwhile. @param operand where the operand begins. */
  #suspension(
    node: { readonly start: number; readonly end: number },
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
    const { accessor } = place.frame;
    edits.insert(node.start, `${names.marks}.R(${accessor},`);
    edits.insert(operand, ` ${names.marks}.W(${accessor}${argument ? "," : ""}`);
    if (argument) visit(argument, place);
    edits.insert(node.end, "))");
  }
}

/** A function, or what runs like one. */
interface Opening {
  readonly node: AnyNode & { readonly async?: boolean; readonly generator?: boolean };
  readonly kind: FunctionKind;
  readonly name: string;
  readonly statements: readonly AnyNode[];
  /** What it declares outside its body. */
  readonly declared: readonly Declared[];
  readonly place: Place;
}
