/** The accessors of the scopes within a function. */
import type { AnyNode } from "acorn";
import type { Declared, Facts } from "./declarations.ts";
import type { Emitter, Place } from "./emitter.ts";
import type { ScopeKind } from "./site-table.ts";

export class Scopes {
  readonly #facts: Facts;
  readonly #out: Emitter;

  constructor(facts: Facts, emitter: Emitter) {
    this.#facts = facts;
    this.#out = emitter;
  }

  /** Opens a scope within the frame, unless it declares nothing. */
  open(kind: ScopeKind, declared: readonly Declared[], place: Place): Place {
    if (!place.frame || declared.length === 0) return place;
    const scope = this.#out.addScope(kind, place.scope, place.frame.index, declared);
    const depth = place.depth + 1;
    return { ...place, scope, accessor: `${this.#out.names.accessor}${depth}`, depth };
  }

  /** Makes the accessor of a scope that `node` has opened. */
  make(node: AnyNode, opened: Place, outer: Place): string {
    const text = this.#out.accessorText(opened.scope, outer.accessor);
    return this.noted(node, `${opened.accessor}=${text}`);
  }

  /**
   * Notes the accessor of the scope that is entered, when frames are kept, or when functions made there may run while
   * they are.
   */
  noted(node: AnyNode, accessor: string): string {
    const { marks, inner } = this.#out.names;
    return this.#facts.captured.has(node) ? `${inner}=${accessor}` : `${marks}[0]&&(${inner}=${accessor})`;
  }
}
