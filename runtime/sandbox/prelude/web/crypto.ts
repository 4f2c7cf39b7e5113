/** The random half of `crypto` (https://w3c.github.io/webcrypto/#Crypto-interface). */
import { DOMException } from "./dom-exception.ts";
import { native } from "./host.ts";
import { Bytes, typedArrayName, viewOf } from "./primordials.ts";
import { exposeInterface, exposeObject, make, needArguments, refuseConstruction } from "./webidl.ts";

const MAX_BYTES = 65_536;

export class Crypto {
  // Any private member makes the methods refuse a foreign `this`.
  readonly #genuine = true;

  constructor() {
    refuseConstruction(arguments[0]);
  }

  getRandomValues<View>(array: View): View {
    this.#genuine;
    needArguments(arguments.length, 1, "getRandomValues");
    const kind = ArrayBuffer.isView(array) ? (typedArrayName(array) ?? "DataView") : undefined;
    if (kind === undefined) throw new TypeError("getRandomValues: the argument is not a typed array");
    if (/^Float|^DataView/.test(kind)) {
      throw new DOMException("The data argument must be an integer-type TypedArray", "TypeMismatchError");
    }
    const { buffer, byteOffset, byteLength } = viewOf(array);
    if (byteLength > MAX_BYTES) {
      throw new DOMException(
        `The requested length, ${byteLength} bytes, exceeds ${MAX_BYTES} bytes`,
        "QuotaExceededError",
      );
    }
    new Bytes(buffer, byteOffset, byteLength).set(new Bytes(native.random(byteLength)));
    return array;
  }

  randomUUID(): string {
    this.#genuine;
    const bytes = new Bytes(native.random(16));
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40; // version 4
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80; // variant 1
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
}

export function installCrypto(global: object): void {
  exposeInterface(global, "Crypto", Crypto);
  exposeObject(global, "crypto", make(Crypto));
}
