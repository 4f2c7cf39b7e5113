/**
 * The functions that the worker lends to the prelude. They take and return plain strings, numbers and byte buffers only;
 * anything else arrives as `undefined`. The prelude never puts them where guest code can see them.
 */
export interface Native {
  // The web, answered by the worker at once (runtime/sandbox/web-natives.ts).
  /** Parses with the host's WHATWG parser: JSON of `UrlParts`, or undefined when it fails. */
  urlParse(input: string, base: string | undefined): string | undefined;
  /** Applies one setter of `URL`: JSON of `UrlParts`. */
  urlSet(href: string, part: string, value: string): string | undefined;
  utf8Encode(text: string): ArrayBuffer;
  /** Decodes; undefined on a fatal error. `streamId` 0 is not streaming. */
  decode(label: string, flags: number, bytes: ArrayBuffer): string | undefined;
  /** The encoding's canonical name for a label, or undefined. */
  encodingName(label: string): string | undefined;
  /** At most 65,536 bytes from the host's CSPRNG. */
  random(count: number): ArrayBuffer;
  /** Milliseconds since the worker started, with the clock's full resolution. */
  now(): number;

  // The engine (runtime/sandbox/engine.ts).
  /** Asks for one call of the prelude's `timer(id)` after so many milliseconds. */
  setTimer(id: number, delayMs: number): void;
  clearTimer(id: number): void;
  log(level: string, text: string): void;
  /** Sends a host call; the reply comes through the prelude's `reply`. */
  hostcall(id: number, method: string, json: string, bytes: ArrayBuffer | undefined): void;
  /** Ends a call that the host made. */
  done(id: number, ok: boolean, json: string, bytes: ArrayBuffer | undefined): void;
  /** Reports an error that nobody awaited, as JSON of `ErrorData`. */
  uncaught(json: string): void;
}
