/** Insertions into a text that keep its lines, and where everything lies afterwards. */

interface Edit {
  readonly at: number;
  /** How many characters of the original go. */
  readonly remove: number;
  readonly text: string;
}

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Inserts at an offset; what is inserted at the same offset stands in the order of the calls. */
  insert(at: number, text: string): void {
    this.#edits.push({ at, remove: 0, text });
  }

  /** Puts another text in the place of `[start, end)`, which must hold no line break. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ at: start, remove: end - start, text });
  }

  apply(): Edited {
    const edits = this.#edits.toSorted((a, b) => a.at - b.at); // stable
    const parts: string[] = [];
    const starts: number[] = [];
    const shifts: number[] = [];
    let done = 0;
    let shift = 0;
    for (const { at, remove, text } of edits) {
      if (at < done) throw new Error("Edits overlap");
      parts.push(this.#source.slice(done, at), text);
      done = at + remove;
      shift += text.length - remove;
      starts.push(at);
      shifts.push(shift);
    }
    parts.push(this.#source.slice(done));
    return { text: parts.join(""), shiftAt: shifter(starts, shifts) };
  }
}

export interface Edited {
  readonly text: string;
  /** How far the character at an offset of the original has moved. Fast when asked in ascending order. */
  shiftAt(offset: number): number;
}

function shifter(starts: readonly number[], shifts: readonly number[]): (offset: number) => number {
  let index = 0; // the number of edits at or before the last offset
  return (offset) => {
    while (index > 0 && (starts[index - 1] ?? 0) > offset) index--;
    while (index < starts.length && (starts[index] ?? 0) <= offset) index++;
    return shifts[index - 1] ?? 0;
  };
}

/** Where the lines of a text begin. Lines and offsets count from 0. */
export class LineIndex {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** Where a line begins; `undefined` behind the last. */
  start(line: number): number | undefined {
    return this.#starts[line];
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
