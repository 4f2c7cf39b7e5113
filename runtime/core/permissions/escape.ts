/**
 * Text from a plugin is shown to a person only after this: what could move the cursor, reorder the line or hide inside
 * it is written out as `\u{…}`, so that a prompt says what it asks for.
 */

/**
 * Control, format (bidi, zero-width, tags), lone surrogate, private, unassigned and invisible characters and line
 * separators; but the selector that gives an emoji its colours may stay where it follows one.
 */
const UNPRINTABLE = /(?!(?<=\p{Extended_Pictographic})\uFE0F)[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

/** Spaces of other widths than the usual one. */
const SPACES = /[^\S ]/gu;

const DEFAULT_MAX = 500;

/**
 * Makes one line of `text` that cannot deceive. At most `max` UTF-16 units long, the cut shown by `…`. Deciding whether
 * something is allowed must use the text itself, never this.
 */
export function escapeForDisplay(text: string, max = DEFAULT_MAX): string {
  // Cutting first keeps the work bounded; escaping only makes text longer.
  const head = text.length > max ? text.slice(0, max) : text;
  const escaped = head.replace(UNPRINTABLE, escapeCharacter).replace(SPACES, escapeCharacter);
  if (escaped.length <= max && head.length === text.length) return escaped;
  return `${escaped.slice(0, Math.max(0, max - 1))}…`;
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
