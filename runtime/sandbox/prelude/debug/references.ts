/** Numbers for what a client may look into. They hold until the plugin runs on. */

/** Something with children: see `children.ts`. */
export type Reference =
  | { readonly kind: "object"; readonly value: object; readonly path?: string }
  /** The entries of a Map or Set, and one entry of a Map. */
  | { readonly kind: "entries"; readonly value: object }
  | { readonly kind: "entry"; readonly map: object; readonly key: unknown }
  /** A scope with one value in it. */
  | { readonly kind: "single"; readonly name: string; readonly value: unknown; readonly path?: string }
  /** A getter, to be run when somebody looks. */
  | { readonly kind: "getter"; readonly holder: object; readonly receiver: unknown; readonly key: PropertyKey }
  | { readonly kind: "scope"; readonly frame: number; readonly scope: number };

/** More than anybody unfolds by hand between two steps. */
const MAX_REFERENCES = 100_000;

let next = 1;
let table = new Map<number, Reference>();

export function refer(reference: Reference): number {
  if (table.size >= MAX_REFERENCES) throw new RangeError("Too much is unfolded; step on first");
  table.set(next, reference);
  return next++;
}

/** @throws when the plugin has run since */
export function referred(id: number): Reference {
  const reference = table.get(id);
  if (!reference) throw new ReferenceError("The plugin has run since: look at it anew");
  return reference;
}

export function forgetReferences(): void {
  table = new Map();
}
