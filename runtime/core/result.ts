/** Analyses return what they could make of their input together with what is wrong with it; they do not throw. */

export type Severity = "error" | "warning" | "info" | "hint";

/** A replacement of source text, by offset. */
export interface Fix {
  readonly title: string;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** One finding in a manifest. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Problem {
  /** Stable, e.g. `manifest/semver-range`. */
  readonly code: string;
  readonly severity: Severity;
  /** JSON Pointer (RFC 6901) to the offending value; "" is the whole document. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly fix?: Fix;
  /** Other places that explain it, such as the call that needs a permission. */
  readonly related?: readonly RelatedPlace[];
  /** How an editor shows it: struck through, or faded. */
  readonly tags?: readonly ("deprecated" | "unnecessary")[];
}

/** A place in a file of the plugin. Line and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface RelatedPlace {
  /** Relative to the plugin's folder, `/` between folders. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** On the same line; by default one character is meant. */
  readonly endColumn?: number;
  readonly message: string;
}

export interface Checked<T> {
  /** Absent when the input is too broken to use. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}
