/**
 * Shows any value as Node's `util.inspect` does. It reads data properties only: no getter of a guest runs, a proxy that
 * throws is named and passed over. Depth, breadth and total length are bounded.
 */
import { type Brand, brandOf, mapSize, setSize } from "./brand.ts";
import { type Context, constructorName, nest, showDescriptor } from "./inspect-context.ts";
import { MAX_ITEMS, numberOf, showInsides } from "./inspect-insides.ts";
import { layOut } from "./inspect-layout.ts";
import { showKey, showPrimitive } from "./inspect-text.ts";
import { getOwnPropertyDescriptor, getPrototypeOf, MapOf, reflectOwnKeys, SetOf } from "./primordials.ts";
import { exposed } from "./webidl.ts";

const DEFAULT_DEPTH = 2;
const MAX_TOTAL = 65_536;
/** Above this, finding the other properties of an array would cost more than they are worth. */
const MAX_LISTED_ARRAY = 10_000;

export function inspect(value: unknown, depth = DEFAULT_DEPTH): string {
  const show = (inner: unknown): string => showValue(context, inner);
  const context: Context = { depth, show, path: [], circular: new MapOf(), total: 0, indent: 0, level: 0 };
  return show(value);
}

function showValue(context: Context, value: unknown): string {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) {
    const text = showPrimitive(value);
    context.total += text.length;
    return text;
  }
  if (context.path.includes(value)) {
    if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
    return `[Circular *${context.circular.get(value)}]`;
  }
  if (context.total > MAX_TOTAL) return "…";
  const { length } = context.path;
  const { indent } = context;
  try {
    const text = showObject(context, value);
    const number = context.circular.get(value);
    return number === undefined ? text : `<ref *${number}> ${text}`;
  } catch {
    return "[an object that cannot be inspected]";
  } finally {
    context.path.length = length;
    context.indent = indent;
  }
}

function showObject(context: Context, object: object): string {
  const brand = typeof object === "function" ? "Object" : brandOf(object);
  if (!isFlat(object, brand)) {
    if (context.path.length > context.depth) return `[${constructorName(object) ?? `${brand}: null prototype`}]`;
    context.level = context.path.length;
  }
  context.path.push(object);
  const parts = showInsides(context, object, brand);
  const { head, open, entries } = parts;
  const isArray = open === "[";
  if (!(isArray && numberOf(object, "length") > MAX_LISTED_ARRAY)) {
    showProperties(context, object, entries, parts.isShown ?? (() => false));
  }
  if (entries.length === 0) return open === undefined ? head : `${head}${head && " "}${isArray ? "[]" : "{}"}`;
  const bracesOpen = open ?? "{";
  return layOut(entries, head, bracesOpen, context.indent, context.level - context.path.length + 1, isArray);
}

/** It has no insides, so that no depth is too great to show it whole. */
function isFlat(object: object, brand: Brand): boolean {
  if (typeof object === "function" || FLAT.has(brand)) return true;
  if (brand === "Map") return mapSize(object) === 0;
  if (brand === "Set") return setSize(object) === 0;
  if (brand !== "Array" && brand !== "Object") return false;
  return reflectOwnKeys(object).every((key) => key === "length") && !exposed.has(getPrototypeOf(object) ?? object);
}

const FLAT = new SetOf<Brand>(["Date", "RegExp", "Error", "Boolean", "Number", "String", "BigInt", "Symbol"]);

function showProperties(
  context: Context,
  object: object,
  entries: string[],
  isShown: (key: PropertyKey) => boolean,
): void {
  let count = 0;
  nest(context, () => {
    for (const key of reflectOwnKeys(object)) {
      if (isShown(key)) continue;
      const descriptor = getOwnPropertyDescriptor(object, key);
      if (descriptor?.enumerable !== true) continue;
      count += 1;
      if (count <= MAX_ITEMS) entries.push(`${showKey(key)}: ${showDescriptor(context, descriptor)}`);
    }
  });
  if (count > MAX_ITEMS) entries.push(`... ${count - MAX_ITEMS} more properties`);
}
