/** The list of name-value pairs behind `URLSearchParams`, and its text form (application/x-www-form-urlencoded). */
import { native } from "./host.ts";
import { Bytes, MapOf, parse, stringify } from "./primordials.ts";
import { usvString } from "./webidl.ts";

export type Pair = [name: string, value: string];

const UTF8_REPLACING = 2; // ignoreBOM: U+FEFF is kept

export function parsePairs(text: string): Pair[] {
  const pairs: Pair[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    pairs.push(
      equals < 0 ? [decodePart(part), ""] : [decodePart(part.slice(0, equals)), decodePart(part.slice(equals + 1))],
    );
  }
  return pairs;
}

export function serializePairs(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join("&");
}

function encodePart(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

function decodePart(text: string): string {
  const spaced = text.replaceAll("+", " ");
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced.replace(/%(?![0-9a-f]{2})/gi, "%25"));
  } catch {
    return decodeBroken(spaced);
  }
}

/** Escapes that are not UTF-8 become U+FFFD, which `decodeURIComponent` refuses to do. */
function decodeBroken(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = Bytes.from(escapes.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return parse(native.decode("utf-8", UTF8_REPLACING, bytes.buffer as ArrayBuffer) ?? stringify(escapes)) as string;
  });
}

/** What the constructor of `URLSearchParams` accepts: text, an iterable of pairs, or a record. */
export function pairsFrom(init: unknown): Pair[] {
  if ((typeof init !== "object" || init === null) && typeof init !== "function") {
    const text = usvString(init);
    return parsePairs(text.startsWith("?") ? text.slice(1) : text);
  }
  const iterate: unknown = Reflect.get(init, Symbol.iterator);
  if (iterate === undefined || iterate === null) return recordPairs(init);
  if (typeof iterate !== "function") throw new TypeError("URLSearchParams: the argument is not iterable");
  return Array.from(init as Iterable<Iterable<unknown>>, (entry) => {
    if (typeof entry !== "object" || entry === null) throw new TypeError("URLSearchParams: a pair is not iterable");
    const [name, value, ...rest] = [...entry];
    if ([...entry].length < 2 || rest.length > 0) throw new TypeError("URLSearchParams: a pair has not two items");
    return [usvString(name), usvString(value)];
  });
}

function recordPairs(record: object): Pair[] {
  const pairs = new MapOf<string, string>();
  for (const key of Reflect.ownKeys(record)) {
    if (Reflect.getOwnPropertyDescriptor(record, key)?.enumerable !== true) continue;
    pairs.set(usvString(key), usvString(Reflect.get(record, key)));
  }
  return [...pairs];
}
