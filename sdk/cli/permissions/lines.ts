/** The lines of a byte stream, as they come: whatever the other end writes, none takes more memory than it may. */

const LF = 0x0a;

/** One line without its end; undefined when it is longer than allowed or not UTF-8. */
export type Line = string | undefined;

/**
 * Yields the complete lines of each chunk together. What stands after the last line end counts as a line unless it is
 * empty.
 *
 * @param maxBytes of one line; a longer one is passed over as it comes, and yielded as undefined
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line[]> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  const take = (): Line => {
    const line = length > maxBytes ? undefined : decode(pieces);
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      add(chunk.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    add(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [take()];
}

function decode(pieces: readonly Uint8Array[]): Line {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
