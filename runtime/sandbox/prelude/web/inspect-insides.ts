/** The insides of each kind of object, for `inspect`. */
import {
  type Brand,
  dateTime,
  mapForEach,
  mapSize,
  regExpFlags,
  regExpSource,
  setForEach,
  setSize,
  unbox,
} from "./brand.ts";
import { type Context, constructorName, dataProperty, nest, showDescriptor } from "./inspect-context.ts";
import { showPrimitive } from "./inspect-text.ts";
import {
  Bytes,
  bufferByteLength,
  FunctionPrototype,
  functionSource,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  reflectOwnKeys,
  StringOf,
  typedArrayLength,
  typedArrayName,
} from "./primordials.ts";
import { exposed } from "./webidl.ts";

/** Items, entries and properties of one object that are shown. */
export const MAX_ITEMS = 100;

/** An object's text is `head` alone when it has no entries and no braces, else `head open entries close`. */
export interface Parts {
  readonly head: string;
  readonly open?: "{" | "[";
  readonly entries: string[];
  /** Own keys that the entries show already. */
  readonly isShown?: (key: PropertyKey) => boolean;
}

export function showInsides(context: Context, object: object, brand: Brand): Parts {
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
          if (entries.length < MAX_ITEMS) entries.push(`${context.show(key)} => ${context.show(item)}`);
        }),
      );
      return { head: `${named}(${mapSize(object)})`, open: "{", entries: more(entries, mapSize(object)) };
    }
    case "Set": {
      const entries: string[] = [];
      nest(context, () =>
        setForEach(object, (item: unknown) => {
          if (entries.length < MAX_ITEMS) entries.push(context.show(item));
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

/** The attributes of an object of the web's own, whose getters are ours. */
function showAttributes(context: Context, object: object): string[] {
  const entries: string[] = [];
  nest(context, () => {
    for (let at = getPrototypeOf(object); at !== null; at = getPrototypeOf(at)) {
      for (const { name, read } of exposed.get(at)?.attributes ?? []) {
        entries.push(`${name}: ${context.show(read(object))}`);
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

function more(entries: string[], size: number): string[] {
  const rest = size - entries.length;
  return rest > 0 ? [...entries, `... ${rest} more item${rest > 1 ? "s" : ""}`] : entries;
}

export function numberOf(object: object, key: string): number {
  return typedArrayName(object) === undefined ? Number(dataProperty(object, key)) : typedArrayLength(object);
}

function isIndexOrLength(key: PropertyKey): boolean {
  return typeof key === "string" && (key === "length" || StringOf(Number(key) >>> 0) === key);
}

function isErrorKey(key: PropertyKey): boolean {
  return key === "stack" || key === "message";
}
