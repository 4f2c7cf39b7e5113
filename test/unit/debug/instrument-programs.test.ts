/**
 * Each program of `programs/` runs bare and instrumented, while nothing is armed, while every site is armed, and while every
 * variable in sight is read and written back at each stop. Its result must be the same, its frames must be gone afterwards.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { instrumentAll, runGuest } from "./guest.ts";

const FOLDER = new URL("programs/", import.meta.url);
const HELPER = `export const one = 1, two = 2; export default () => "default of " + one;`;

type Programs = Readonly<Record<string, string>>;

function readPrograms(file: string): Programs {
  const parts = readFileSync(new URL(file, FOLDER), "utf8").split(/^=== (.*)\n/m);
  const programs: Record<string, string> = {};
  for (let at = 1; at < parts.length; at += 2) programs[parts[at] ?? ""] = parts[at + 1] ?? "";
  return programs;
}

/** Imports one program after the other; the result is a table of what came out. */
function driver(names: readonly string[], setup: string, check: string): string {
  return `
const results = {};
const run = async (name) => {
  ${setup}
  const outcome = {};
  try {
    const { default: value } = await import("./" + name);
    outcome.value = typeof value === "function" && !value.toJSON ? await value() : await value;
  } catch (error) {
    outcome.error = String(error);
  }
  ${check}
  results[name] = outcome;
};
export default async () => {
  for (const name of ${JSON.stringify(names)}) await run(name);
  return results;
};`;
}

const OBSERVERS = {
  "nothing armed": "",
  "every site armed": "debug.marks.fill(1); debug.observe = () => {};",
  "every variable read": `
    debug.marks.fill(1);
    debug.observe = (kind, site, accessor) => {
      if (!accessor) return void debug.complain(kind + " without a frame at " + site);
      const scopes = debug.scopesOf(site, accessor);
      if (scopes.length === 0) debug.complain("no scope at " + site);
      for (const { info, read } of scopes) {
        info.variables.forEach((variable, index) => {
          try {
            const value = read(index);
            if (variable.writable) read(index, 1, value);
          } catch (error) {
            if (!(error instanceof ReferenceError)) debug.complain(variable.name + ": " + error);
          }
        });
      }
      try { accessor(-6); } catch (error) { if (!(error instanceof ReferenceError)) debug.complain("this: " + error); }
    };`,
};

/** How many sites were stopped at, per program, is no part of what is compared. */
async function runPrograms(programs: Programs, observer?: string): Promise<Record<string, unknown>> {
  const modules = Object.fromEntries(Object.entries(programs).map(([name, code]) => [`${name}.js`, code]));
  const names = Object.keys(modules);
  if (observer === undefined) {
    const entry = driver(names, "", "");
    return run({ ...modules, "hostile-helper.js": HELPER, "main.js": entry });
  }
  const instrumented = instrumentAll({ ...modules, "hostile-helper.js": HELPER });
  const tables = instrumented.tables.map(({ firstSite, sites, scopes }) => ({ firstSite, sites, scopes }));
  const setup = `const debug = globalThis.__debug; debug.tables = ${JSON.stringify(tables)}; debug.trouble.length = 0; ${observer}`;
  const check = `
  if (debug.trouble.length > 0) outcome.trouble = debug.trouble.slice(0, 5);
  if (debug.frames.length > 0 && !outcome.error) outcome.left = debug.frames.map((accessor) => accessor(-3));
  debug.frames.length = 0;`;
  return run({ ...instrumented.modules, "main.js": `import "aihub:debug";\n${driver(names, setup, check)}` });
}

async function run(modules: Record<string, string>): Promise<Record<string, unknown>> {
  const { value, error } = await runGuest({ modules, entry: "main.js" });
  assert.equal(error, undefined, JSON.stringify(error));
  return value as Record<string, unknown>;
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
