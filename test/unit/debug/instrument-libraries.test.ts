/** Whole libraries, instrumented with every site armed, must do what they do bare. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, it } from "mocha";
import { instrumentAll, RUNTIME, runGuest } from "./guest.ts";

const require = createRequire(import.meta.url);

async function read(specifier: string, file: string): Promise<string> {
  return readFile(new URL(file, `file://${require.resolve(specifier)}`), "utf8");
}

const SAMPLE = `class A { #x = 1; static { this.y = /a[/]b/u; } async *m({ a = 1, ...b }, [c]) { for await (const d of a) yield* d?.e ?? \`f\${c}\`; } }
label: for (let i = 0, j; i < 3; i++) { if (i) continue label; else switch (i) { case 1: break; default: throw new Error("x"); } }
export default async () => { try { await import("x"); } catch { return 1n ** 2n; } finally { debugger; } };`;

describe("instrumented libraries", () => {
  const libraries = {
    acorn: {
      load: () => read("acorn", "acorn.mjs"),
      use: `JSON.stringify(lib.parse(${JSON.stringify(SAMPLE)}, { ecmaVersion: "latest", sourceType: "module", locations: true }), (_, value) => typeof value === "bigint" ? String(value) : value)`,
    },
    "acorn-walk": {
      load: () => read("acorn-walk", "walk.mjs"),
      use: `(() => { const seen = []; lib.full({ type: "Program", body: [{ type: "ExpressionStatement", expression: { type: "BinaryExpression", left: { type: "Literal" }, right: { type: "Identifier" } } }] }, (node) => seen.push(node.type)); return seen; })()`,
    },
  };
  for (const [name, { load, use }] of Object.entries(libraries)) {
    it(name, async () => {
      const library = { "lib.js": await load() };
      const entry = `import * as lib from "./lib.js"; export default () => ${use};`;
      const bare = await runGuest({ modules: { ...library, "main.js": entry }, entry: "main.js" });
      const { modules } = instrumentAll(library);
      const armed = `import "${RUNTIME}"; const debug = globalThis.__debug; debug.marks.fill(1);
export default async () => { const lib = await import("./lib.js"); return { value: ${use}, left: debug.frames.length, trouble: debug.trouble }; };`;
      const { value } = await runGuest({ modules: { ...modules, "main.js": armed }, entry: "main.js" });
      assert.deepEqual(value, { value: bare.value, left: 0, trouble: [] });
      assert.ok(bare.value);
    });
  }
});
