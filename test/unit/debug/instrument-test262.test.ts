/**
 * The programs of tc39/test262-parser-tests, every one of them instrumented. They do nothing sensible; they hold each form
 * of the grammar in its oddest spelling. Those that end by themselves must end the same way with every variable read.
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import { instrument } from "../../../runtime/core/debug/instrument.ts";
import { OBSERVERS, type Programs, runPrograms } from "./run-programs.ts";

const require = createRequire(import.meta.url);
const FOLDER = join(dirname(require.resolve("test262-parser-tests/package.json")), "pass");
const ENDLESS = /while\s*\(\s*(?:true|1)|for\s*\(\s*[^;]*;\s*;|do\b.*while\s*\(\s*(?:true|1)/su;
const BATCH = 250;

/** Half of the collection is no module but a sloppy script, and cannot be instrumented. */
async function programs(): Promise<{ modules: [string, string][]; scripts: [string, string][] }> {
  const modules: [string, string][] = [];
  const scripts: [string, string][] = [];
  for (const file of (await readdir(FOLDER)).sort()) {
    const code = await readFile(join(FOLDER, file), "utf8");
    if (!ENDLESS.test(code)) (isModule(code) ? modules : scripts).push([file.replace(/(?:\.module)?\.js$/, ""), code]);
  }
  return { modules, scripts };
}

function isModule(code: string): boolean {
  try {
    instrument(code, { module: "", runtime: "" });
    return true;
  } catch (error) {
    if ((error as Error).cause instanceof SyntaxError) return false;
    throw error;
  }
}

function* batches(all: readonly [string, string][]): Generator<Programs> {
  for (let start = 0; start < all.length; start += BATCH) yield Object.fromEntries(all.slice(start, start + BATCH));
}

describe("test262's programs for parsers", () => {
  it("come to the same instrumented", async () => {
    const { modules } = await programs();
    assert.ok(modules.length > 1000, `${modules.length} programs`);
    for (const batch of batches(modules)) {
      assert.deepEqual(await runPrograms(batch, OBSERVERS["every variable read"]), await runPrograms(batch));
    }
  });

  it("are refused where the interpreter refuses them as modules", async () => {
    const { scripts } = await programs();
    for (const batch of batches(scripts)) {
      const results = Object.entries(await runPrograms(batch)) as [string, { error?: string }][];
      for (const [name, { error }] of results) assert.match(error ?? "", /SyntaxError/, `${name}: ${batch[name]}`);
    }
  });
});
