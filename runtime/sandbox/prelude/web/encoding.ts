/** `TextEncoder` and `TextDecoder` (https://encoding.spec.whatwg.org/#api); the host knows the encodings. */
import { native } from "./host.ts";
import { attempt, Bytes, bufferByteLength, isView, parse, stringify, viewOf } from "./primordials.ts";
import { dictionary, domString, exposeInterface, usvString } from "./webidl.ts";

const FATAL = 1;
const IGNORE_BOM = 2;
const NOTHING = new Bytes(0);

export class TextEncoder {
  // Any private member makes the methods refuse a foreign `this`.
  readonly #encoding = "utf-8";

  get encoding(): string {
    return this.#encoding;
  }

  encode(input: unknown = ""): Uint8Array {
    this.#encoding;
    return new Bytes(native.utf8Encode(stringify(usvString(input))));
  }

  encodeInto(source: unknown, destination: unknown): { read: number; written: number } {
    this.#encoding;
    if (!(destination instanceof Bytes)) throw new TypeError("encodeInto: the destination is not a Uint8Array");
    const room = destination.length;
    // A character takes at least one byte: what cannot fit is not encoded at all.
    const text = usvString(domString(source).slice(0, room + 1));
    const bytes = new Bytes(native.utf8Encode(stringify(text)));
    let written = Math.min(room, bytes.length);
    // Not in the middle of a character: its continuation bytes are 10xxxxxx.
    while (written < bytes.length && ((bytes[written] as number) & 0xc0) === 0x80) written -= 1;
    destination.set(bytes.subarray(0, written));
    let read = 0;
    for (let at = 0; at < written; at++) {
      const byte = bytes[at] as number;
      if ((byte & 0xc0) !== 0x80) read += byte >= 0xf0 ? 2 : 1;
    }
    return { read, written };
  }
}

export class TextDecoder {
  readonly #encoding: string;
  readonly #flags: number;
  /** Bytes of the unfinished character that the last piece of a stream ended with. */
  #unfinished = NOTHING;
  /** A stream is being read and is past where a byte order mark can stand. */
  #begun = false;

  constructor(label: unknown = "utf-8", options: unknown = undefined) {
    const name = domString(label);
    const { fatal, ignoreBOM } = dictionary(options, "TextDecoder");
    const encoding = native.encodingName(stringify(name));
    if (encoding === undefined) throw new RangeError(`TextDecoder: the encoding "${name}" is not supported`);
    this.#encoding = encoding;
    this.#flags = (fatal ? FATAL : 0) | (ignoreBOM ? IGNORE_BOM : 0);
  }

  get encoding(): string {
    return this.#encoding;
  }
  get fatal(): boolean {
    return (this.#flags & FATAL) !== 0;
  }
  get ignoreBOM(): boolean {
    return (this.#flags & IGNORE_BOM) !== 0;
  }

  decode(input: unknown = undefined, options: unknown = undefined): string {
    const bytes = join(this.#unfinished, bytesOf(input));
    const more = Boolean(dictionary(options, "TextDecoder.decode").stream);
    const flags = this.#begun ? this.#flags | IGNORE_BOM : this.#flags;
    const json = (more ? native.decodePart : native.decode)(this.#encoding, flags, bytes.buffer as ArrayBuffer);
    this.#unfinished = NOTHING;
    if (!more || json === undefined) {
      this.#begun = false;
      return decoded(json);
    }
    const { text, unfinished } = parse(json) as { text: string; unfinished: number };
    this.#unfinished = bytes.slice(bytes.length - unfinished);
    this.#begun ||= bytes.length > unfinished;
    return text;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Bytes(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function decoded(json: string | undefined): string {
  if (json === undefined) {
    const error = new TypeError("The encoded data was not valid");
    throw Object.assign(error, { code: "ERR_ENCODING_INVALID_ENCODED_DATA" });
  }
  return parse(json) as string;
}

/** The bytes of a buffer or a view. @throws {TypeError} for anything else */
function bytesOf(input: unknown): Uint8Array {
  if (input === undefined) return NOTHING;
  if (isView(input)) {
    const { buffer, byteOffset, byteLength } = viewOf(input);
    return new Bytes(buffer, byteOffset, byteLength);
  }
  if (attempt(bufferByteLength, input) !== undefined) return new Bytes(input as ArrayBuffer);
  throw new TypeError("TextDecoder: the input is neither an ArrayBuffer nor a view of one");
}

export function installEncoding(global: object): void {
  exposeInterface(global, "TextEncoder", TextEncoder);
  exposeInterface(global, "TextDecoder", TextDecoder);
}
