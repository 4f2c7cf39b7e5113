/** What the guest sends to the host: one JSON text and bytes beside it, within bounds. */
import { MAX_BYTES, MAX_JSON, type Payload } from "../core/protocol/messages.ts";
import type { NativeValue } from "./native-values.ts";

/** The error of a call whose result is too large, as JSON. */
export const TOO_LARGE = JSON.stringify({
  name: "QuotaExceededError",
  message: "The result is larger than may cross to the host",
  code: "ERR_QUOTA",
});

/** The prelude refuses it with a better message; this holds when a plugin has replaced what the prelude uses. */
export function tooLarge({ json, bytes }: Payload): boolean {
  return json.length > MAX_JSON || (bytes?.byteLength ?? 0) > MAX_BYTES;
}

export function payload(json: NativeValue, bytes: NativeValue): Payload {
  const text = typeof json === "string" ? json : "";
  return bytes instanceof ArrayBuffer ? { json: text, bytes } : { json: text };
}
