/**
 * The host's half of the guest's web API: pure functions over strings, numbers and bytes that the worker lends to the
 * prelude (`Native` in prelude/native.ts, where each is described). Guest code reaches them only through the prelude,
 * but whatever arrives is checked all the same: an argument of the wrong kind ends the call with a TypeError.
 */
import type { NativeValue } from "./native-values.ts";

const URL_PARTS = [
  "href",
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "hash",
] as const;
type UrlPart = (typeof URL_PARTS)[number];

const encoder = new TextEncoder();

/** A character of any encoding leaves at most so many bytes of it unfinished (gb18030). */
const MAX_UNFINISHED = 3;

export const webNatives: Record<string, (...args: NativeValue[]) => NativeValue> = {
  urlParse(input, base) {
    const url = URL.parse(text(input), base === undefined ? undefined : text(base));
    return url === null ? undefined : urlParts(url);
  },

  urlSet(href, part, value) {
    const url = new URL(string(href));
    if (!isSettable(part)) throw new TypeError("Unknown part of a URL");
    try {
      url[part] = text(value);
    } catch {
      return undefined; // only `href` refuses
    }
    return urlParts(url);
  },

  utf8Encode(input) {
    const { buffer, byteOffset, byteLength } = encoder.encode(text(input));
    return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
  },

  encodingName(label) {
    try {
      return new TextDecoder(text(label)).encoding;
    } catch {
      return undefined;
    }
  },

  decode(encoding, flags, bytes) {
    const text = decode(string(encoding), number(flags), buffer(bytes), false);
    return text === undefined ? undefined : JSON.stringify(text);
  },

  decodePart(encoding, flags, bytes) {
    return decodePart(string(encoding), number(flags), buffer(bytes));
  },

  btoa(input) {
    try {
      return btoa(text(input));
    } catch {
      return undefined;
    }
  },

  atob(input) {
    try {
      return JSON.stringify(atob(text(input)));
    } catch {
      return undefined;
    }
  },

  random(count) {
    return crypto.getRandomValues(new Uint8Array(number(count))).buffer;
  },

  now() {
    return performance.now();
  },

  timeOrigin() {
    return performance.timeOrigin;
  },
};

function isSettable(part: NativeValue): part is Exclude<UrlPart, "origin"> {
  return part !== "origin" && URL_PARTS.some((known) => known === part);
}

function urlParts(url: URL): string {
  return JSON.stringify(Object.fromEntries(URL_PARTS.map((part) => [part, url[part]])));
}

function decode(encoding: string, flags: number, bytes: ArrayBuffer, stream: boolean): string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: (flags & 1) !== 0, ignoreBOM: (flags & 2) !== 0 });
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

/**
 * No decoder is kept between pieces: the guest could abandon any number of them, and the interpreter finalises objects
 * only when its heap grows. The unfinished bytes are found by decoding without them, until the text is the same.
 */
function decodePart(encoding: string, flags: number, bytes: ArrayBuffer): string | undefined {
  // Its escape sequences switch modes that last: only the whole input can be decoded.
  if (encoding === "iso-2022-jp") return JSON.stringify({ text: "", unfinished: bytes.byteLength });
  const text = decode(encoding, flags, bytes, true);
  if (text === undefined) return undefined;
  for (let unfinished = 0; unfinished <= Math.min(MAX_UNFINISHED, bytes.byteLength); unfinished++) {
    const finished = bytes.slice(0, bytes.byteLength - unfinished);
    if (decode(encoding, flags, finished, false) === text) return JSON.stringify({ text, unfinished });
  }
  throw new Error(`The encoding ${encoding} keeps more than ${MAX_UNFINISHED} bytes back`);
}

function string(value: NativeValue): string {
  if (typeof value !== "string") throw new TypeError("Expected a string");
  return value;
}

function number(value: NativeValue): number {
  if (typeof value !== "number") throw new TypeError("Expected a number");
  return value;
}

function buffer(value: NativeValue): ArrayBuffer {
  if (!(value instanceof ArrayBuffer)) throw new TypeError("Expected bytes");
  return value;
}

/** Guest-chosen text, which crosses as a JSON string. */
function text(json: NativeValue): string {
  return string(JSON.parse(string(json)));
}
