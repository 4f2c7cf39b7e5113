/** What a person writes into a condition or a log message is read before it runs, so that they hear at once what is wrong. */
import { type Options, parse, parseExpressionAt } from "acorn";
import type { LogPart } from "../../core/debug/agent-messages.ts";
import { withoutPrivateNames } from "./private-names.ts";

const OPTIONS: Options = { ecmaVersion: "latest", checkPrivateFields: false };

/** Why this is neither an expression nor statements; undefined when it is. Columns count from 1. */
export function syntaxProblem(text: string): string | undefined {
  const asExpression = problemOf(() => parse(`(${text}\n)`, OPTIONS));
  return asExpression && problemOf(() => parse(text, OPTIONS));
}

/**
 * The texts and, between braces, the expressions of a log message: `total {sum} of {items.map(({ id }) => id)}`. A brace
 * that is not closed is text.
 */
export function readLogMessage(message: string): { parts: readonly LogPart[] } | { problem: string } {
  const parts: LogPart[] = [];
  let text = "";
  for (let at = 0; at < message.length; at++) {
    if (message[at] !== "{" || message.indexOf("}", at) < 0) {
      text += message[at];
      continue;
    }
    let end = at + 1;
    const problem = problemOf(() => {
      end = parseExpressionAt(message, end, OPTIONS).end;
      while (/\s/.test(message[end] ?? "")) end++;
      if (message[end] !== "}") throw Object.assign(new SyntaxError("Expected }"), { pos: end });
    });
    if (problem !== undefined) return { problem };
    parts.push(text, { expression: withoutPrivateNames(message.slice(at + 1, end)) });
    text = "";
    at = end;
  }
  return { parts: [...parts, text].filter((part) => part !== "") };
}

function problemOf(read: () => void): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    const { message, pos } = error as SyntaxError & { readonly pos?: number };
    return `${message.replace(/ \(\d+:\d+\)$/, "")}${pos === undefined ? "" : ` at column ${pos + 1}`}`;
  }
}
