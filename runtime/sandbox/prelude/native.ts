/**
 * The functions that the worker lends to the prelude. They take and return plain strings, numbers and byte buffers only;
 * anything else arrives as `undefined`. The prelude never puts them where guest code can see them.
 */
export interface Native {
  // The web, answered by the worker at once (runtime/sandbox/web-natives.ts). Text that guest code chose crosses as one
  // JSON string (`…Json`): the bridge of quickjs-emscripten ends a bare string at its first NUL and loses lone surrogates.
  /** Parses with the host's WHATWG parser: JSON of `UrlParts`, or undefined when it fails. */
  urlParse(inputJson: string, baseJson: string | undefined): string | undefined;
  /** Applies one setter of `URL`: JSON of `UrlParts`, or undefined when the value is refused. */
  urlSet(href: string, part: string, valueJson: string): string | undefined;
  utf8Encode(textJson: string): ArrayBuffer;
  /** The encoding's canonical name for a label, or undefined. */
  encodingName(labelJson: string): string | undefined;
  /** Decodes whole input: JSON of the text, or undefined on a fatal error. Flags: 1 fatal, 2 ignoreBOM. */
  decode(encoding: string, flags: number, bytes: ArrayBuffer): string | undefined;
  /**
   * Decodes one piece of a stream: JSON of the text and of how many bytes at the end belong to an unfinished character
   * and must come again before the next piece; undefined on a fatal error. Flags as for `decode`.
   */
  decodePart(encoding: string, flags: number, bytes: ArrayBuffer): string | undefined;
  /** Base64 of bytes given as a Latin-1 text, or undefined when a character is above 255. */
  btoa(textJson: string): string | undefined;
  /** JSON of the decoded Latin-1 text, or undefined when the input is not Base64. */
  atob(textJson: string): string | undefined;
  /** At most 65,536 bytes from the host's CSPRNG. */
  random(count: number): ArrayBuffer;
  /** Milliseconds since the worker started, with the clock's full resolution. */
  now(): number;
  /** When `now()` was 0, in milliseconds since the epoch. */
  timeOrigin(): number;

  // The engine (runtime/sandbox/engine.ts).
  /** Asks for one call of the prelude's `timer(id)` after so many milliseconds. */
  setTimer(id: number, delayMs: number): void;
  clearTimer(id: number): void;
  log(level: string, text: string): void;
  /** The same with the stack of whoever logs; there only for a plugin that is debugged. */
  logFrom?(level: string, text: string, stack: string): void;
  /** Sends a host call and returns its id; the reply comes through the prelude's `reply`, never before this returns. */
  hostcall(method: string, json: string, bytes?: ArrayBuffer, stack?: string): number;
  /** Takes a host call back: one that was not sent yet never gets a reply, another may end early. */
  cancel(id: number): void;
  /** Ends a call that the host made. */
  done(id: number, ok: boolean, json: string, bytes: ArrayBuffer | undefined): void;
  /** Reports an error that nobody awaited, as JSON of `ErrorData`. */
  uncaught(json: string): void;
}
