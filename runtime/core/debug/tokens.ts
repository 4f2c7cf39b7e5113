/** Finds punctuation that the syntax tree has no position for. */

/**
 * The offset behind the next `token` at or after an offset. Between them may lie spaces, comments and other punctuation
 * only.
 *
 * @throws {Error} when it is not there
 */
export function after(source: string, from: number, token: string): number {
  for (let at = from; at < source.length; at++) {
    if (source.startsWith("//", at)) at = lineEnd(source, at);
    else if (source.startsWith("/*", at)) at = source.indexOf("*/", at + 2) + 1;
    else if (source.startsWith(token, at)) return at + token.length;
  }
  throw new Error(`No ${token} after ${from}`);
}

/** The offset of the first character at or after an offset that is neither space nor comment. */
export function nextToken(source: string, from: number): number {
  let at = from;
  for (; at < source.length; at++) {
    if (source.startsWith("//", at)) at = lineEnd(source, at);
    else if (source.startsWith("/*", at)) at = source.indexOf("*/", at + 2) + 1;
    else if (!/\s/.test(source.charAt(at))) break;
  }
  return at;
}

function lineEnd(source: string, from: number): number {
  const end = /[\n\r\u2028\u2029]/g;
  end.lastIndex = from;
  return end.exec(source)?.index ?? source.length;
}
