/**
 * Shows any value as Node's `util.inspect` does. It reads data properties only: no getter of a guest runs, a proxy that
 * throws is named and passed over. Depth, breadth and total length are bounded.
 */
import {
  type Brand,
  brandOf,
  dateTime,
  mapForEach,
  mapSize,
  regExpFlags,
  regExpSource,
  setForEach,
  setSize,
  unbox,
} from "./brand.ts";
import { layOut } from "./inspect-layout.ts";
import { showKey, showPrimitive } from "./inspect-text.ts";
import {
  Bytes,
  bufferByteLength,
  FunctionPrototype,
  functionSource,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  MapOf,
  reflectOwnKeys,
  SetOf,
  StringOf,
  typedArrayLength,
  typedArrayName,
} from "./primordials.ts";
import { exposed } from "./webidl.ts";

const DEFAULT_DEPTH = 2;
const MAX_ITEMS = 100;
const MAX_TOTAL = 65_536;
/** Above this, finding the other properties of an array would cost more than they are worth. */
const MAX_LISTED_ARRAY = 10_000;

interface Context {
  readonly depth: number;
  /** The objects that contain the one being shown. */
  readonly path: object[];
  /** Numbers of the objects that contain themselves. */
  readonly circular: Map<object, number>;
  /** Characters shown so far, about. */
  total: number;
  indent: number;
  /** Level of the object that was shown last: how deep the nesting is, for the layout. */
  level: number;
}

export function inspect(value: unknown, depth = DEFAULT_DEPTH): string {
  return show({ depth, path: [], circular: new MapOf(), total: 0, indent: 0, level: 0 }, value);
}

function show(context: Context, value: unknown): string {
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

/** An object's text is `head` alone when it has no entries and no braces, else `head open entries close`. */
interface Parts {
  readonly head: string;
  readonly open?: "{" | "[";
  readonly entries: string[];
  /** Own keys that the entries show already. */
  readonly isShown?: (key: PropertyKey) => boolean;
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

function showInsides(context: Context, object: object, brand: Brand): Parts {
  if (typeof object === "function") return { head: showFunction(object), entries: [] };
  const name = constructorName(object);
  const named = name ?? `[${brand}: null prototype]`;
  switch (brand) {
    case "Array": {
      const length = numberOf(object, "length");
      const head = name === "Array" ? "" : `${named}(${length})`;
      return { head, open: "[", entries: showItems(context, object, length), isShown: isIndexOrLength };
    }
    case "TypedArray": {
      const length = typedArrayLength(object);
      const head = `${name ?? typedArrayName(object)}(${length})`;
      return { head, open: "[", entries: showItems(context, object, length), isShown: isIndexOrLength };
    }
    case "Map": {
      const entries: string[] = [];
      nest(context, () =>
        mapForEach(object, (item: unknown, key: unknown) => {
          if (entries.length < MAX_ITEMS) entries.push(`${show(context, key)} => ${show(context, item)}`);
        }),
      );
      return { head: `${named}(${mapSize(object)})`, open: "{", entries: more(entries, mapSize(object)) };
    }
    case "Set": {
      const entries: string[] = [];
      nest(context, () =>
        setForEach(object, (item: unknown) => {
          if (entries.length < MAX_ITEMS) entries.push(show(context, item));
        }),
      );
      return { head: `${named}(${setSize(object)})`, open: "{", entries: more(entries, setSize(object)) };
    }
    case "Date": {
      const time = dateTime(object);
      return { head: Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString(), entries: [] };
    }
    case "RegExp":
      return { head: `/${regExpSource(object)}/${regExpFlags(object)}`, entries: [] };
    case "Error":
      return { head: showError(context, object), entries: [], isShown: isErrorKey };
    case "ArrayBuffer": {
      const bytes = new Bytes(object as ArrayBuffer, 0, Math.min(50, bufferByteLength(object)));
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
      const rest = bufferByteLength(object) - bytes.length;
      const contents = `<${hex}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? "s" : ""}` : ""}>`;
      const entries = [`[Uint8Contents]: ${contents}`, `[byteLength]: ${bufferByteLength(object)}`];
      return { head: named, open: "{", entries };
    }
    case "Boolean":
    case "Number":
    case "String":
    case "BigInt":
    case "Symbol":
      return { head: `[${brand}: ${showPrimitive(unbox[brand](object))}]`, entries: [], isShown: isIndexOrLength };
    case "WeakMap":
    case "WeakSet":
      return { head: named, open: "{", entries: ["<items unknown>"] };
    default:
      return { head: headOf(object, name), open: "{", entries: showAttributes(context, object) };
  }
}

/** `Name [tag]`; nothing for a plain object. */
function headOf(object: object, name: string | undefined): string {
  const isKey = getOwnPropertyDescriptor(object, Symbol.toStringTag)?.enumerable === true;
  const tag = isKey ? undefined : dataProperty(object, Symbol.toStringTag);
  const suffix = typeof tag === "string" && tag !== "" && tag !== name ? ` [${tag}]` : "";
  if (name === undefined) return `[Object: null prototype]${suffix}`;
  return name === "Object" && suffix === "" ? "" : `${name}${suffix}`;
}

function showItems(context: Context, array: object, length: number): string[] {
  const entries: string[] = [];
  let holes = 0;
  let index = 0;
  let _shown = 0;
  const flush = (): void => {
    if (holes > 0) entries.push(`<${holes} empty item${holes > 1 ? "s" : ""}>`);
    holes = 0;
  };
  nest(context, () => {
    while (index < length && entries.length < MAX_ITEMS) {
      const descriptor = getOwnPropertyDescriptor(array, index);
      if (descriptor === undefined) {
        // Holes are counted through the keys: an array can have billions of them.
        const next = nextIndex(array, index) ?? length;
        holes += next - index;
        index = next;
        flush();
        continue;
      }
      entries.push(showDescriptor(context, descriptor));
      _shown += 1;
      index += 1;
    }
  });
  const rest = length - index;
  if (rest > 0) entries.push(`... ${rest} more item${rest > 1 ? "s" : ""}`);
  return entries;
}

function nextIndex(array: object, after: number): number | undefined {
  const key = reflectOwnKeys(array).find(
    (own) => typeof own === "string" && isIndexOrLength(own) && Number(own) > after,
  );
  return key === undefined ? undefined : Number(key);
}

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

function showDescriptor(context: Context, descriptor: PropertyDescriptor): string {
  if (descriptor.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
  if (descriptor.set !== undefined) return "[Setter]";
  return show(context, descriptor.value);
}

/** The attributes of an object of the web's own, whose getters are ours. */
function showAttributes(context: Context, object: object): string[] {
  const entries: string[] = [];
  nest(context, () => {
    for (let at = getPrototypeOf(object); at !== null; at = getPrototypeOf(at)) {
      for (const { name, read } of exposed.get(at)?.attributes ?? []) {
        entries.push(`${name}: ${show(context, read(object))}`);
      }
    }
  });
  return entries;
}

function showFunction(callable: object): string {
  const source = functionSource(callable);
  const name = dataProperty(callable, "name");
  const label = typeof name === "string" && name !== "" ? name : undefined;
  if (source.startsWith("class")) {
    const parent = getPrototypeOf(callable);
    const parentName = parent === null || parent === FunctionPrototype ? undefined : dataProperty(parent, "name");
    const extending = typeof parentName === "string" && parentName !== "" ? ` extends ${parentName}` : "";
    return `[class ${label ?? "(anonymous)"}${extending}]`;
  }
  const tag = dataProperty(callable, Symbol.toStringTag);
  const kind = typeof tag === "string" && tag !== "" ? tag : "Function";
  return label === undefined ? `[${kind} (anonymous)]` : `[${kind}: ${label}]`;
}

/** Header, stack, and cause; QuickJS keeps the header out of `stack`. */
function showError(context: Context, error: object): string {
  const attributes = exposed.get(getPrototypeOf(error) ?? error)?.attributes ?? [];
  const read = (key: string): unknown =>
    attributes.find(({ name }) => name === key)?.read(error) ?? dataProperty(error, key);
  const name = read("name");
  const message = read("message");
  const stack = dataProperty(error, "stack");
  const head = [name, message].filter((part) => typeof part === "string" && part !== "").join(": ") || "Error";
  const lines = typeof stack === "string" ? stack.trimEnd() : "";
  const full = lines === "" ? (context.path.length > 1 ? `[${head}]` : head) : `${head}\n${lines}`;
  const indented = full.replaceAll("\n", `\n${" ".repeat(context.indent)}`);
  const extra: string[] = [];
  nest(context, () => {
    for (const key of ["cause", "errors"]) {
      const descriptor = getOwnPropertyDescriptor(error, key);
      if (descriptor !== undefined && !descriptor.enumerable) {
        extra.push(`[${key}]: ${showDescriptor(context, descriptor)}`);
      }
    }
  });
  const padding = " ".repeat(context.indent);
  return extra.length === 0 ? indented : `${indented} {\n${padding}  ${extra.join(`,\n${padding}  `)}\n${padding}}`;
}

/** The name of the nearest constructor, read without running anything. */
function constructorName(object: object): string | undefined {
  for (let at: object | null = object; at !== null; at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, "constructor");
    if (typeof descriptor?.value === "function") {
      const name = dataProperty(descriptor.value as object, "name");
      if (typeof name === "string" && name !== "") return name;
    }
  }
  return undefined;
}

/** A data property of the object or its prototypes; accessors count as absent. */
function dataProperty(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at !== null; at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor.value;
  }
  return undefined;
}

function numberOf(object: object, key: string): number {
  return typedArrayName(object) === undefined ? Number(dataProperty(object, key)) : typedArrayLength(object);
}

function nest(context: Context, run: () => void): void {
  context.indent += 2;
  run();
  context.indent -= 2;
}

function more(entries: string[], size: number): string[] {
  const rest = size - entries.length;
  return rest > 0 ? [...entries, `... ${rest} more item${rest > 1 ? "s" : ""}`] : entries;
}

function isIndexOrLength(key: PropertyKey): boolean {
  return typeof key === "string" && (key === "length" || StringOf(Number(key) >>> 0) === key);
}

function isErrorKey(key: PropertyKey): boolean {
  return key === "stack" || key === "message";
}
