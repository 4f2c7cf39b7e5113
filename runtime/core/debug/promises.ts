/** Lets the debugger know of promises that are made with `new Promise`, and of statements that take rejections. */
import type { CallExpression, NewExpression } from "acorn";
import { base } from "acorn-walk";
import type { Emitter, Place } from "./emitter.ts";
import type { Visit } from "./statements.ts";

export class PromiseCalls {
  readonly #out: Emitter;

  constructor(emitter: Emitter) {
    this.#out = emitter;
  }

  /**
   * `new Promise(f)` becomes `M.Q(new Promise(M.P(Promise, (f))))`. Whether the name means the global `Promise` shows
   * only then; when it does not, nothing changes. Spread arguments are left alone. (`new new Promise(f).g()`, where the call
   * would be taken for what is constructed, QuickJS does not read right anyway.)
   */
  new(node: NewExpression, place: Place, visit: Visit): void {
    const [executor] = node.arguments;
    const isPromise = node.callee.type === "Identifier" && node.callee.name === "Promise";
    if (!isPromise || !executor || executor.type === "SpreadElement") return base.NewExpression?.(node, place, visit);
    const { edits, names } = this.#out;
    edits.insert(node.start, `${names.marks}.Q(`);
    edits.insert(executor.start, `${names.marks}.P(Promise,(`);
    visit(executor, place);
    edits.insert(executor.end, "))");
    for (const other of node.arguments.slice(1)) visit(other, place);
    edits.insert(node.end, ")");
  }

  call(node: CallExpression, place: Place, visit: Visit): void {
    if (takes(node)) this.#note(place);
    base.CallExpression?.(node, place, visit);
  }

  /** What stands here waits. */
  awaits(place: Place): void {
    if (place.guarded) this.#note(place);
  }

  /** Notes of the statement that the walk has come to that it takes rejections. */
  #note({ frame }: Place): void {
    const site = frame && this.#out.sites.findLast((one) => one.function === frame.index);
    if (site) site.takesRejections = true;
  }
}

/** Whether a promise that rejects is taken by this call, to judge by its name. */
function takes({ callee, arguments: { length } }: CallExpression): boolean {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || callee.computed) return false;
  const { object, property } = callee;
  if (property.name === "then") return length > 1;
  if (property.name === "catch") return length > 0;
  return property.name === "allSettled" && object.type === "Identifier" && object.name === "Promise";
}
