/** Differential testing: Node's own globals say what the sandbox's should do. */
import { strict as assert } from "node:assert";
import { createRealm } from "./harness.ts";

/** Runs each snippet (an expression, which may await) in the sandbox and in Node and compares value or error. */
export async function assertSame(snippets: readonly string[]): Promise<void> {
  const { run } = await createRealm();
  for (const snippet of snippets) {
    const wrapped = outcome(snippet);
    // biome-ignore lint/security/noGlobalEval: the snippets are this suite's own
    const expected: unknown = await (globalThis.eval(wrapped) as Promise<unknown>);
    assert.deepEqual(await run(`(${wrapped})`), JSON.parse(JSON.stringify(expected)), snippet);
  }
}

/** The same for what Node does differently from the web: the outcome is the value, or the error's name. */
export async function assertOutcomes(cases: readonly (readonly [snippet: string, expected: unknown])[]): Promise<void> {
  const { run } = await createRealm();
  for (const [snippet, expected] of cases) {
    const { value, threw } = (await run(`(${outcome(snippet)})`)) as { value?: unknown; threw?: string };
    assert.deepEqual(threw ?? value, expected, snippet);
  }
}

/** A promise of the value, or of what can be compared of an error. */
function outcome(snippet: string): string {
  return `(async () => {
    try {
      const value = await (${snippet});
      return { value, is: Object.prototype.toString.call(value), undefined: value === undefined };
    } catch (error) {
      return { threw: error.name, code: typeof error.code === "number" ? error.code : 0, dom: error instanceof DOMException };
    }
  })()`;
}
