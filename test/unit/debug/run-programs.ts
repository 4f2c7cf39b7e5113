/** Runs programs bare and instrumented, and tells what came out of each. */
import assert from "node:assert/strict";
import { instrumentAll, runGuest } from "./guest.ts";

const HELPER = `export const one = 1, two = 2; export const promise = (f) => new Promise(f); export default () => "default of " + one;`;

/** By name. The default export, or what that returns, is the result. */
export type Programs = Readonly<Record<string, string>>;

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

/** What is watched while instrumented programs run, as text of the guest. */
export const OBSERVERS = {
  "nothing armed": "",
  "every site armed, promises watched": "debug.marks.fill(1); debug.observe = () => {}; debug.watching = true;",
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

/**
 * What each program comes to. With an observer it runs instrumented, and `trouble` and `left` tell of wrong calls and of
 * frames that stayed. How many sites were stopped at is no part of what is compared.
 */
export async function runPrograms(programs: Programs, observer?: string): Promise<Record<string, unknown>> {
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
