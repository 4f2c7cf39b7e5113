/** Walks through a module and writes the probes into it. `instrument.ts` says what they are. */
import type { AnyNode, Program } from "acorn";
import { base, type RecursiveVisitors, recursive } from "acorn-walk";
import { Classes } from "./classes.ts";
import { type Facts, lexicalNames } from "./declarations.ts";
import type { Emitter, Frame, Place } from "./emitter.ts";
import { nameFunctions } from "./function-names.ts";
import { type FunctionNode, Functions } from "./functions.ts";
import { importedVariables } from "./imports.ts";
import { Loops } from "./loops.ts";
import { guardDeclaration } from "./module-declarations.ts";
import { isDirective, isWrappable } from "./node-kinds.ts";
import { PromiseCalls } from "./promises.ts";
import { Scopes } from "./scopes.ts";
import { Statements, type Visit } from "./statements.ts";
import { after } from "./tokens.ts";

/** Instruments the module. @param runtime specifier of the module that exports `marks`. */
export function transform(program: Program, source: string, facts: Facts, emitter: Emitter, runtime: string): void {
  new Transformation(source, facts, emitter).run(program, runtime);
}

class Transformation {
  readonly #source: string;
  readonly #facts: Facts;
  readonly #out: Emitter;
  readonly #statements: Statements;
  readonly #loops: Loops;
  readonly #functions: Functions;
  readonly #classes: Classes;
  readonly #promises: PromiseCalls;

  constructor(source: string, facts: Facts, emitter: Emitter) {
    this.#source = source;
    this.#facts = facts;
    this.#out = emitter;
    const scopes = new Scopes(facts, emitter);
    this.#statements = new Statements(source, emitter, scopes);
    this.#loops = new Loops(source, facts, emitter, scopes, this.#statements);
    this.#functions = new Functions(source, facts, emitter, this.#statements);
    this.#promises = new PromiseCalls(emitter);
    this.#classes = new Classes(source, emitter, this.#statements, this.#functions);
  }

  run(program: Program, runtime: string): void {
    const { edits, names } = this.#out;
    const { marks, site, inner, returned } = names;
    const body = program.body;
    const index = this.#out.addFunction("module", "", { async: true });
    const declared = [...lexicalNames(body), ...(this.#facts.bodies.get(program)?.vars ?? [])];
    const scope = this.#out.addScope("module", -1, index, declared);
    const { variables = [] } = this.#out.scopes[scope] ?? {};
    const { references } = this.#facts;
    this.#out.addImported(scope, importedVariables(this.#source, variables, references, this.#out.origins));
    const accessor = `${names.accessor}0`;
    const frame: Frame = { index, scope, accessor, kept: "true", async: true, generator: false };
    const place: Place = { frame, scope, accessor, depth: 0, guarded: false, className: "" };
    const first = body.findIndex((statement) => !isDirective(statement));
    const enter = this.#functions.edgeSite("enter", program.start, body, place);
    const text = this.#out.accessorText(scope, "void 0", this.#out.frameCases(true, false));
    // No constant: in a cycle of modules a function may run before the module that it stands in.
    const prologue = `import{marks as ${marks}}from${JSON.stringify(runtime)};var ${site}=${enter},${inner},${returned},${names.what},${accessor}=${text};${marks}.E(${accessor},${enter});`;
    const end = body.at(-1)?.end ?? program.end;
    // Nothing but directives: the last may want its semicolon.
    if (first < 0) edits.insert(end, ";");
    edits.insert(body[first]?.start ?? end, prologue);
    this.#walk(program, place);
    const exit = this.#functions.edgeSite("exit", end - 1, [], place) || enter;
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
    BlockStatement: (node, place, visit) => this.#statements.block(node, "block", [], "", place, visit),
    IfStatement: (node, place, visit) => {
      visit(node.test, place);
      this.#statements.single(node.consequent, place, visit);
      if (node.alternate) this.#statements.single(node.alternate, place, visit);
    },
    WithStatement: () => {
      throw new SyntaxError("A module has no with statements");
    },
    WhileStatement: (node, place, visit) => {
      this.#statements.before(node.test, node.test.start, place);
      visit(node.test, place);
      this.#statements.single(node.body, place, visit);
    },
    DoWhileStatement: (node, place, visit) => {
      this.#statements.single(node.body, place, visit);
      this.#statements.before(node.test, node.test.start, place);
      visit(node.test, place);
    },
    ForStatement: (node, place, visit) => this.#loops.for(node, place, visit),
    ForInStatement: (node, place, visit) => this.#loops.forEach(node, place, visit),
    ForOfStatement: (node, place, visit) => {
      if (node.await) this.#promises.awaits(place);
      this.#loops.forEach(node, place, visit);
    },
    SwitchStatement: (node, place, visit) => this.#statements.switch(node, place, visit),
    TryStatement: (node, place, visit) => this.#statements.try(node, place, visit),
    ReturnStatement: (node, place, visit) => this.#functions.return(node, place, visit),
    Function: (node, place, visit) => this.#functions.function(node as FunctionNode, place, visit),
    NewExpression: (node, place, visit) => this.#promises.new(node, place, visit),
    CallExpression: (node, place, visit) => this.#promises.call(node, place, visit),
    Class: (node, place, visit) => {
      this.#classes.privates(node);
      // A bundler gives a class that speaks of itself a second name, and does not tell.
      const own = node.id && (this.#out.origins.wordAt(node.id.start) ?? node.id.name);
      const className = own ?? this.#functions.hints.get(node)?.name ?? "";
      base.Class?.(node, { ...place, className }, visit);
    },
    PropertyDefinition: (node, place, visit) => this.#classes.field(node, place, visit),
    StaticBlock: (node, place, visit) => this.#classes.staticBlock(node, place, visit),
    AwaitExpression: (node, place, visit) => {
      this.#promises.awaits(place);
      this.#functions.suspension(node, node.start + "await".length, node.argument, place, visit);
    },
    YieldExpression: (node, place, visit) => {
      if (place.frame?.async) this.#promises.awaits(place);
      const keyword = node.start + "yield".length;
      const operand = node.delegate ? after(this.#source, keyword, "*") : keyword;
      this.#functions.suspension(node, operand, node.argument, place, visit);
    },
    VariableDeclarator: (node, place, visit) => {
      nameFunctions(node, this.#functions.hints, this.#source, place.className);
      this.#statements.declarator(node, place, visit);
    },
    AssignmentExpression: (node, place, visit) => {
      nameFunctions(node, this.#functions.hints, this.#source, place.className);
      base.AssignmentExpression?.(node, place, visit);
    },
    AssignmentPattern: (node, place, visit) => {
      nameFunctions(node, this.#functions.hints, this.#source, place.className);
      base.AssignmentPattern?.(node, place, visit);
    },
    Property: (node, place, visit) => {
      nameFunctions(node, this.#functions.hints, this.#source, place.className);
      base.Property?.(node, place, visit);
    },
    MethodDefinition: (node, place, visit) => {
      nameFunctions(node, this.#functions.hints, this.#source, place.className);
      base.MethodDefinition?.(node, place, visit);
    },
  };

  /** What a module's own statement throws is reported where a `try` can stand around it. */
  #moduleStatement(statement: AnyNode, place: Place, visit: Visit): void {
    const { edits, names } = this.#out;
    const { marks, error } = names;
    if (!this.#mapped(statement, place)) return this.#statements.statement(statement, place, visit);
    const caught = `catch(${error}){${marks}[0]&&${marks}.X(${error},${place.frame?.accessor},1);throw ${error}}`;
    if (isWrappable(statement)) {
      edits.insert(statement.start, "try{");
      this.#statements.statement(statement, place, visit);
      return edits.insert(statement.end, `}${caught}`);
    }
    const finish = guardDeclaration(statement, this.#source, this.#out, caught);
    this.#statements.statement(statement, place, visit);
    finish?.();
  }

  #mapped(node: AnyNode, place: Place): boolean {
    return place.frame !== undefined && this.#out.origins.at(node.start) !== undefined;
  }
}
