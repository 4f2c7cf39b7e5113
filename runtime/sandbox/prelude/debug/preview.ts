/**
 * A value as one line of text, as developer tools write it. Nothing of the guest runs: no getter, no `toString`, no trap
 * of a proxy.
 */
import {
  brandOf,
  dateTime,
  mapForEach,
  mapSize,
  regExpFlags,
  regExpSource,
  setForEach,
  setSize,
  unbox,
} from "../web/brand.ts";
import { constructorName, dataProperty } from "../web/inspect-context.ts";
import { numberOf } from "../web/inspect-insides.ts";
import { showKey, showPrimitive } from "../web/inspect-text.ts";
import {
  bufferByteLength,
  functionSource,
  getOwnPropertyDescriptor,
  reflectOwnKeys,
  typedArrayName,
} from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import { insidesOf } from "./proxies.ts";

const MAX_STRING = 10_000;
const MAX_STRING_INSIDE = 100;
const MAX_PARTS = 5;
const MAX_ITEMS = 10;
/** More keys than this are not looked through for a preview. */
const MAX_LISTED_ARRAY = 10_000;

export function preview(value: unknown, hex: boolean): string {
  return isObject(value) ? whole(value, hex) : primitive(value, hex, MAX_STRING);
}

/** What `typeof` says, or the class. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (!isObject(value) || typeof value === "function") return typeof value;
  return insidesOf(value) ? "Proxy" : className(value);
}

function className(value: object): string {
  return constructorName(value) ?? brandOf(value);
}

function primitive(value: unknown, hex: boolean, limit: number): string {
  if (hex && typeof value === "number" && Number.isInteger(value)) {
    return `${value < 0 ? "-" : ""}0x${Math.abs(value).toString(16)}`;
  }
  if (hex && typeof value === "bigint")
    return `${value < 0n ? "-" : ""}0x${(value < 0n ? -value : value).toString(16)}n`;
  if (typeof value !== "string" || value.length <= limit) return showPrimitive(value);
  return `${showPrimitive(value.slice(0, limit))}…`;
}

function whole(value: object, hex: boolean): string {
  const insides = insidesOf(value);
  if (insides) return `Proxy(${shortly(insides.target, hex)})`;
  if (typeof value === "function") return functionText(value);
  const name = className(value);
  switch (brandOf(value)) {
    case "Array":
    case "TypedArray": {
      const length = numberOf(value, "length");
      const label = name === "Array" ? `(${length})` : `${name}(${length})`;
      return `${label} [${items(value, length, hex)}]`;
    }
    case "Map":
      return `${name}(${mapSize(value)}) {${mapEntries(value, hex)}}`;
    case "Set":
      return `${name}(${setSize(value)}) {${setEntries(value, hex)}}`;
    case "Object": {
      const body = properties(value, hex);
      return name === "Object" ? `{${body}}` : `${name} {${body}}`;
    }
    default:
      return compact(value, hex);
  }
}

/** Objects whose text is short whatever is in them. */
function compact(value: object, hex: boolean): string {
  const brand = brandOf(value);
  const name = className(value);
  switch (brand) {
    case "Date": {
      const time = dateTime(value);
      return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
    }
    case "RegExp":
      return `/${regExpSource(value)}/${regExpFlags(value)}`;
    case "Error": {
      const message = dataProperty(value, "message");
      return typeof message === "string" && message !== "" ? `${name}: ${message.slice(0, MAX_STRING)}` : name;
    }
    case "ArrayBuffer":
      return `${name}(${bufferByteLength(value)})`;
    case "Boolean":
    case "Number":
    case "String":
    case "BigInt":
    case "Symbol":
      return `${name} {${primitive(unbox[brand](value), hex, MAX_STRING_INSIDE)}}`;
    default:
      return name;
  }
}

function functionText(value: object): string {
  const name = getOwnPropertyDescriptor(value, "name")?.value as unknown;
  const shown = typeof name === "string" ? name.slice(0, MAX_STRING_INSIDE) : "";
  return functionSource(value).startsWith("class") ? `class ${shown}`.trimEnd() : `ƒ ${shown}()`;
}

/** A value inside another one. */
function shortly(value: unknown, hex: boolean): string {
  if (!isObject(value)) return primitive(value, hex, MAX_STRING_INSIDE);
  if (insidesOf(value)) return "Proxy";
  if (typeof value === "function") return "ƒ";
  const brand = brandOf(value);
  const name = className(value);
  if (brand === "Object") return name === "Object" ? "{…}" : `${name} {…}`;
  if (brand === "Array" || typedArrayName(value) !== undefined) return `${name}(${numberOf(value, "length")})`;
  if (brand === "Map") return `${name}(${mapSize(value)})`;
  if (brand === "Set") return `${name}(${setSize(value)})`;
  return compact(value, hex);
}

function property(descriptor: PropertyDescriptor | undefined, hex: boolean): string {
  if (!descriptor) return "empty";
  return descriptor.get || descriptor.set ? "(…)" : shortly(descriptor.value, hex);
}

function items(list: object, length: number, hex: boolean): string {
  const parts: string[] = [];
  for (let index = 0; index < length && index < MAX_ITEMS; index++) {
    parts.push(property(getOwnPropertyDescriptor(list, index), hex));
  }
  if (length > MAX_ITEMS) parts.push("…");
  return parts.join(", ");
}

function properties(value: object, hex: boolean): string {
  const parts: string[] = [];
  const keys = reflectOwnKeys(value);
  for (const key of keys.length > MAX_LISTED_ARRAY ? keys.slice(0, MAX_LISTED_ARRAY) : keys) {
    const descriptor = getOwnPropertyDescriptor(value, key);
    if (!descriptor?.enumerable) continue;
    if (parts.length === MAX_PARTS) {
      parts.push("…");
      break;
    }
    parts.push(`${keyText(key)}: ${property(descriptor, hex)}`);
  }
  return parts.join(", ");
}

export function keyText(key: PropertyKey): string {
  return (typeof key === "string" && /^\d+$/.test(key) ? key : showKey(key)).slice(0, MAX_STRING_INSIDE);
}

function mapEntries(map: object, hex: boolean): string {
  const parts: string[] = [];
  mapForEach(map, (value: unknown, key: unknown) => {
    if (parts.length <= MAX_PARTS) parts.push(`${shortly(key, hex)} => ${shortly(value, hex)}`);
  });
  return cut(parts);
}

function setEntries(set: object, hex: boolean): string {
  const parts: string[] = [];
  setForEach(set, (value: unknown) => {
    if (parts.length <= MAX_PARTS) parts.push(shortly(value, hex));
  });
  return cut(parts);
}

function cut(parts: string[]): string {
  if (parts.length > MAX_PARTS) parts[MAX_PARTS] = "…";
  return parts.join(", ");
}
