/** What a person is about to complete in an expression. */

/** Longer chains are not completed: it keeps the search bounded. */
const MAX_CHAIN = 1000;
const NAME = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const CHAIN = new RegExp(`(?:${NAME})(?:\\??\\.#?${NAME}|(?:\\?\\.)?\\[(?:\\d+|'[^'\\\\]*'|"[^"\\\\]*")\\])*$`, "u");

/**
 * The expression whose members are to be completed at a column, `cart.items[0]` in `1 + cart.items[0].na|`; "" where a
 * name begins. Only what can be looked at without running code: undefined after a call and the like.
 *
 * @param column from 1, in UTF-16 units
 */
export function memberBefore(text: string, column: number): string | undefined {
  const before = text
    .slice(Math.max(0, column - 1 - MAX_CHAIN), Math.max(0, column - 1))
    .replace(/#?[\p{ID_Continue}$]*$/u, "");
  const dot = /\??\.$/.exec(before);
  return dot ? CHAIN.exec(before.slice(0, dot.index))?.[0] : "";
}
