/** What `Request` and `Response` have in common: a body that is there as a whole, and can be read once. */
import { native } from "./host.ts";
import { attempt, Bytes, bufferByteLength, isView, parse, stringify, viewOf } from "./primordials.ts";
import { URLSearchParams } from "./url-search-params.ts";
import { usvString } from "./webidl.ts";

/** The bytes of a body, which are then used up; null when there is none. @throws {TypeError} when they were already */
export let takeBody: (body: Body) => Uint8Array | null;
/** A copy of the bytes, for `clone`. @throws {TypeError} when they were used */
export let copyBody: (body: Body) => Uint8Array | null;
export let setBody: (body: Body, bytes: Uint8Array | null) => void;

/** There is no `body`: streams are not part of this world. */
export class Body {
  #bytes: Uint8Array | null = null;
  #used = false;

  static {
    setBody = (body, bytes) => {
      body.#bytes = bytes;
    };
    copyBody = (body) => {
      if (body.#used) throw new TypeError("The body was read already");
      return body.#bytes === null ? null : body.#bytes.slice();
    };
    takeBody = (body) => {
      if (body.#used) throw new TypeError("The body was read already");
      body.#used = body.#bytes !== null;
      return body.#bytes;
    };
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return read(this).buffer as ArrayBuffer;
  }

  async bytes(): Promise<Uint8Array> {
    return read(this);
  }

  async text(): Promise<string> {
    return decode(read(this));
  }

  async json(): Promise<unknown> {
    return parse(decode(read(this)));
  }
}

function read(body: Body): Uint8Array {
  return takeBody(body) ?? new Bytes(0);
}

/** As UTF-8, without its byte order mark. */
function decode(bytes: Uint8Array): string {
  return parse(native.decode("utf-8", 0, bytes.buffer as ArrayBuffer) ?? '""') as string;
}

/** What a request or response is given as its body: the bytes, and the type that goes with them. */
export function extractBody(body: unknown): { bytes: Uint8Array | null; type: string | undefined } {
  if (body === undefined || body === null) return { bytes: null, type: undefined };
  if (isView(body)) {
    const { buffer, byteOffset, byteLength } = viewOf(body);
    return { bytes: new Bytes(buffer, byteOffset, byteLength).slice(), type: undefined };
  }
  if (attempt(bufferByteLength, body) !== undefined) {
    return { bytes: new Bytes(body as ArrayBuffer).slice(), type: undefined };
  }
  const type =
    body instanceof URLSearchParams ? "application/x-www-form-urlencoded;charset=UTF-8" : "text/plain;charset=UTF-8";
  return { bytes: new Bytes(native.utf8Encode(stringify(usvString(body)))), type };
}
