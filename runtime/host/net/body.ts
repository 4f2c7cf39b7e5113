/** Reads a response's body whole, decompressed, and never more of it than is allowed. */
import { type Readable, Transform, type TransformCallback, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AiHubError } from "../../core/errors.ts";

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
/** What is asked for. */
export const ACCEPT_ENCODING = "gzip, deflate, br";
/** Each takes memory for its window, and a response can name any number of them. */
const MAX_CODINGS = 4;

/**
 * @param encoding the `content-encoding` header; a coding that is not known leaves the bytes as they came
 * @param limit bytes, before and after decompression
 * @throws AiHubError ERR_QUOTA
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const sink = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(chunk);
      size += chunk.byteLength;
      done();
    },
  });
  await pipeline([body, new Limit(limit), ...decodersOf(encoding), new Limit(limit), sink]);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

export function bodyTooLarge(limit: number): AiHubError {
  return new AiHubError("ERR_QUOTA", `The response is larger than ${limit} bytes`);
}

/** Passes chunks on until they are too many: a bomb is not unpacked further than the limit. */
class Limit extends Transform {
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#limit) done(bodyTooLarge(this.#limit));
    else done(null, chunk);
  }
}

function decodersOf(encoding: string | undefined): Transform[] {
  const codings = (encoding ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  const wanted = codings.filter((coding) => coding !== "" && coding !== "identity");
  if (wanted.length > MAX_CODINGS) throw new AiHubError("ERR_IO", "The response is compressed too many times over");
  // The last one was applied last.
  const decoders = wanted.reverse().map((coding) => (Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined));
  return decoders.includes(undefined) ? [] : decoders.flatMap((create) => create?.() ?? []);
}
