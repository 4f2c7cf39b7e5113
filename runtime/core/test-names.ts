/** Names of a plugin's tests: what host and sandbox agree on about them. */

/** Tests of one file. */
export const MAX_TESTS = 10_000;
/** In UTF-16 units. */
const MAX_NAME = 200;

/** Control characters, line separators and lone surrogates: a name is one line, and crosses to the sandbox as it is. */
const UNUSABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Why a value cannot be the name of a test; undefined when it can. */
export function faultOfTestName(name: unknown): string | undefined {
  if (typeof name !== "string" || name.trim() === "") return "The name of a test must be a text that is not empty";
  if (name.length > MAX_NAME) return `The name of a test has at most ${MAX_NAME} characters`;
  return UNUSABLE.test(name) ? "The name of a test is one line, without control characters" : undefined;
}
