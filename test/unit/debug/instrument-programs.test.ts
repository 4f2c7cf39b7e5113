/**
 * Each program of `programs/` runs bare and instrumented, while nothing is armed, while every site is armed, and while every
 * variable in sight is read and written back at each stop. Its result must be the same, its frames must be gone afterwards.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { OBSERVERS, type Programs, runPrograms } from "./run-programs.ts";

const FOLDER = new URL("programs/", import.meta.url);
function readPrograms(file: string): Programs {
  const parts = readFileSync(new URL(file, FOLDER), "utf8").split(/^=== (.*)\n/m);
  const programs: Record<string, string> = {};
  for (let at = 1; at < parts.length; at += 2) programs[parts[at] ?? ""] = parts[at + 1] ?? "";
  return programs;
}

describe("instrumented programs", () => {
  for (const file of readdirSync(FOLDER)) {
    const programs = readPrograms(file);
    describe(file.replace(".txt", ""), () => {
      for (const [mode, observer] of Object.entries(OBSERVERS)) {
        // A full stack has no room for the debugger either.
        if (file.startsWith("stack-overflow") && observer !== "") continue;
        it(`${Object.keys(programs).length} programs, ${mode}`, async () => {
          const expected = await runPrograms(programs);
          assert.deepEqual(await runPrograms(programs, observer), expected);
        });
      }
    });
  }
});
