/** What a class runs by itself: initial values of fields, and static blocks. And its private members. */
import type { AnyNode, Class, MethodDefinition, PrivateIdentifier, PropertyDefinition, StaticBlock } from "acorn";
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

  /**
   * Private members can be reached only by code that stands in the class's body. Two private methods, which nobody sees,
   * do that for the debugger: one for the class's objects, if they have private members anyway, one for the class.
   */
  privates({ body }: Class): void {
    const { names, edits, origins } = this.#out;
    const members = body.body.filter(isPrivate);
    if (members.length === 0 || !origins.at(body.start)) return;
    const hasObjects = members.some((member) => !member.static);
    for (const element of body.body) {
      const isStatic = element.type === "StaticBlock" || element.static;
      const code = element.type === "StaticBlock" ? element : element.value;
      const name = isStatic ? names.staticPrivates : hasObjects && names.privates;
      if (code && name) this.#functions.privates.set(code, name);
    }
    const { what, write, value, inner: object } = names;
    const byName = new Map(members.map((member) => [`#${member.key.name}`, member] as const));
    const list = [...byName].map(([name, member]) => [name, kindOf(member), member.static ? 1 : 0]);
    const cases = [...byName.keys()].map(
      (name) =>
        `case"${name}":return ${write}=="has"?${name} in ${object}:${write}?${object}.${name}=${value}:${object}.${name};`,
    );
    const text = `(${object},${what},${write},${value}){switch(${what}){case void 0:return${JSON.stringify(list)};${cases.join("")}}}`;
    edits.insert(
      body.start + 1,
      `${hasObjects ? `${names.privates}${text}` : ""}static ${names.staticPrivates}${text}`,
    );
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

type PrivateMember = (MethodDefinition | PropertyDefinition) & { readonly key: PrivateIdentifier };

function isPrivate(element: AnyNode): element is PrivateMember {
  return "key" in element && element.key.type === "PrivateIdentifier";
}

function kindOf(member: PrivateMember): "field" | "method" | "accessor" {
  if (member.type === "PropertyDefinition") return "field";
  return member.kind === "method" ? "method" : "accessor";
}
