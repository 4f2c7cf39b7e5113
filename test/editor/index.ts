/** Runs the suite inside the extension host. VS Code calls `run`; a rejection makes it end with a failure. */
import { appendFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * `AIHUB_EDITOR_OUTPUT` names the file for Mocha's report (the console of an extension host is mixed with its editor's),
 * `AIHUB_EDITOR_COUNTS` the file for `{passed, failed}`.
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { AIHUB_EDITOR_OUTPUT: output, AIHUB_EDITOR_COUNTS: counts } = process.env;
  if (output) {
    Mocha.reporters.Base.consoleLog = (...parts: Parameters<typeof format>) =>
      appendFileSync(output, `${format(...parts)}\n`);
  }
  // A hang guard: what the tests wait for is another program's to do, on a machine that may be busy.
  const mocha = new Mocha({ timeout: 180_000, color: process.env.FORCE_COLOR === "1" });
  const suite = join(__dirname, "suite");
  for (const name of (await readdir(suite)).sort()) if (name.endsWith(".test.cjs")) mocha.addFile(join(suite, name));
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.once("end", () => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      if (counts) writeFileSync(counts, JSON.stringify({ passed: passes, failed: failures }));
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
