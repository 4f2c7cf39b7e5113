/**
 * The host's half of the guest's web API: pure functions over strings, numbers and bytes that the worker lends to the
 * prelude (`Native` in prelude/native.ts, where each is described). Guest code reaches them only through the prelude,
 * but whatever arrives is checked all the same: an argument of the wrong kind ends the call with a TypeError.
 */
import { webcrypto } from "node:crypto";

type NativeValue = string | number | ArrayBuffer | undefined;

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

const MAX_OPEN_DECODERS = 1000;
const decoders = new Map<number, TextDecoder>();
let lastDecoder = 0;

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
    const bytes = Buffer.from(text(input), "utf8");
    return exactBuffer(bytes);
  },

  encodingName(label) {
    try {
      return new TextDecoder(text(label)).encoding;
    } catch {
      return undefined;
    }
  },

  decode(encoding, flags, bytes) {
    return decodeWith(openDecoder(encoding, flags), bytes, false);
  },

  decoderOpen(encoding, flags) {
    if (decoders.size >= MAX_OPEN_DECODERS) return 0;
    lastDecoder += 1;
    decoders.set(lastDecoder, openDecoder(encoding, flags));
    return lastDecoder;
  },

  decoderFeed(id, bytes, more) {
    const decoder = decoders.get(number(id));
    if (decoder === undefined) throw new TypeError("Unknown decoder");
    const decoded = decodeWith(decoder, bytes, more === 1);
    if (more !== 1 || decoded === undefined) decoders.delete(number(id));
    return decoded;
  },

  decoderClose(id) {
    decoders.delete(number(id));
    return undefined;
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
    return webcrypto.getRandomValues(new Uint8Array(number(count))).buffer;
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

function openDecoder(encoding: NativeValue, flags: NativeValue): TextDecoder {
  const bits = number(flags);
  return new TextDecoder(string(encoding), { fatal: (bits & 1) !== 0, ignoreBOM: (bits & 2) !== 0 });
}

function decodeWith(decoder: TextDecoder, bytes: NativeValue, stream: boolean): string | undefined {
  if (!(bytes instanceof ArrayBuffer)) throw new TypeError("Expected bytes");
  try {
    return JSON.stringify(decoder.decode(bytes, { stream }));
  } catch {
    return undefined;
  }
}

function exactBuffer(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function string(value: NativeValue): string {
  if (typeof value !== "string") throw new TypeError("Expected a string");
  return value;
}

function number(value: NativeValue): number {
  if (typeof value !== "number") throw new TypeError("Expected a number");
  return value;
}

/** Guest-chosen text, which crosses as a JSON string. */
function text(json: NativeValue): string {
  return string(JSON.parse(string(json)));
}
