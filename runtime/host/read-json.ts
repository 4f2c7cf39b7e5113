/** JSON that a guest wrote, read with a limit on its nesting. */
import { AiHubError } from "../core/errors.ts";

/** V8 writes JSON by recursion: what nests some thousands deep can be read here, but not written again. */
const MAX_DEPTH = 1000;

/** @throws SyntaxError for what is not JSON, AiHubError ERR_INVALID_ARGUMENT for what nests deeper than 1000 levels. */
export function readJson(json: string): unknown {
  if (json.length > MAX_DEPTH && depthOf(json) > MAX_DEPTH) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", `A value may not nest deeper than ${MAX_DEPTH} levels`);
  }
  return JSON.parse(json) as unknown;
}

/** Levels of arrays and objects; anything for a text that is not JSON. Takes about as long as parsing. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at >= 0 && at < json.length; at++) {
    switch (json[at]) {
      case "[":
      case "{":
        deepest = Math.max(deepest, ++depth);
        break;
      case "]":
      case "}":
        depth--;
        break;
      case '"':
        at = endOfString(json, at);
        if (at < 0) return deepest;
    }
  }
  return deepest;
}

/** The place of the closing quote, -1 when there is none. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslash = end - 1;
    while (json[backslash] === "\\") backslash--;
    if ((end - backslash) % 2 === 1) return end;
  }
  return -1;
}
