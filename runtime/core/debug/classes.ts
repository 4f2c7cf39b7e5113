/** What a class runs by itself: initial values of fields, and static blocks. */
import type { PropertyDefinition, StaticBlock } from "acorn";
import { type Emitter, isAnonymousFunction, type Place } from "./emitter.ts";
import { nameFunctions } from "./function-names.ts";
import type { Functions, Opening } from "./functions.ts";
import { QUIET } from "./node-kinds.ts";
import type { Statements, Visit } from "./statements.ts";
import { after } from "./tokens.ts";

export class Classes {
  readonly #source: string;
  readonly #out: Emitter;
  readonly #statements: Statements;
  readonly #functions: Functions;

  constructor(source: string, emitter: Emitter, statements: Statements, functions: Functions) {
    this.#source = source;
    this.#out = emitter;
    this.#statements = statements;
    this.#functions = functions;
  }

  field(node: PropertyDefinition, place: Place, visit: Visit): void {
    nameFunctions(node, this.#functions.hints, this.#source, place.className);
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
    const inside = this.#functions.enter(opening, value.start);
    edits.insert(value.start, `return ${this.#out.names.returned}=(`);
    visit(value, inside);
    edits.insert(value.end, ");");
    this.#functions.leave(inside, value.end);
    edits.insert(value.end, "})()");
  }

  staticBlock(node: StaticBlock, place: Place, visit: Visit): void {
    const outside: Place = { ...place, frame: undefined };
    if (!node.body.some((statement) => this.#out.origins.at(statement.start))) {
      return this.#statements.list(node.body, outside, visit);
    }
    const name = `${place.className}.static`;
    const statements = node.body;
    const opening: Opening = { node, kind: "initializer", name, statements, declared: [], place };
    const inside = this.#functions.enter(opening, after(this.#source, node.start + "static".length, "{"));
    this.#statements.list(statements, inside, visit);
    this.#functions.leave(inside, node.end - 1);
  }
}
