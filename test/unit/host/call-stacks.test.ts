import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { createTestHost, type TestHost } from "../../support/host.ts";

const MANIFEST = {
  name: "Stacked",
  version: "1.0.0",
  type: "tool",
  permissions: { filesystem: { read: ["./data/*"] }, system: { notifications: true } },
  build: { entry: "src/main.ts" },
};
const RATES = `// A line that the bundle does not have.
interface Rates { readonly euro: number }
export async function loadRates(): Promise<Rates> {
  return JSON.parse(await aiHub.fs.readFile("./data/rates.json"));
}
`;

describe("where in its code a plugin asks", () => {
  let test: TestHost;
  let stacks = false;
  let count = 0;
  before(async () => {
    test = await createTestHost({ auditStacks: () => stacks });
  });
  after(() => test.dispose());
  beforeEach(() => {
    test.seen.prompts.length = 0;
    test.answer = async () => "once";
    stacks = false;
  });

  /** Runs a plugin with this `activate` and returns what it returned. */
  async function run(activate: string, files: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const dir = await test.write(`stacked-${++count}`, {
      "plugin.json": MANIFEST,
      "data/rates.json": '{"euro":1}',
      "data/other.json": "2",
      "src/rates.ts": RATES,
      "src/main.ts": activate,
      ...files,
    });
    const instance = await test.host.openFolder(dir);
    await instance.start();
    await instance.stop();
    return instance.activated;
  }
  const origins = () => test.seen.prompts.map(({ origin }) => origin);
  const records = async (): Promise<{ readonly stack?: string[]; readonly value: string }[]> => {
    const text = await readFile(join(test.dir, "home", "audit.jsonl"), "utf8");
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  };

  it("is told with the question: the author's file, line and function", async () => {
    const activate = `import { loadRates } from "./rates.ts";\n\n\nexport async function activate() {\n  return loadRates();\n}\n`;
    assert.deepEqual(await run(activate), { euro: 1 });
    assert.deepEqual(origins(), ["src/rates.ts:4 in loadRates"]);
    assert.equal((await records()).at(-1)?.stack, undefined);
  });

  it("is told of permissions.request too, and of code outside of functions", async () => {
    await run(
      `await aiHub.permissions.request({ name: "read" });\nexport const activate = () => aiHub.ui.showNotification("x");\n`,
    );
    assert.deepEqual(origins(), ["src/main.ts:1", "src/main.ts:2 in activate"]);
  });

  it("names the package that asks and the plugin's line that called it", async () => {
    const activate = `import { get } from "getter";\nexport async function activate() {\n  return get();\n}\n`;
    await run(activate, {
      "package.json": '{"type":"module"}',
      "node_modules/getter/package.json": '{"name":"getter","type":"module","main":"index.js"}',
      "node_modules/getter/index.js": `export function get() {\n  return aiHub.fs.readFile("./data/rates.json");\n}\n`,
    });
    assert.deepEqual(origins(), ["node_modules/getter/index.js:2 in get, called from src/main.ts:3 in activate"]);
  });

  it("stands in the audit trail when that is wanted", async () => {
    stacks = true;
    const activate = `import { loadRates } from "./rates.ts";\nexport async function activate() {\n  return loadRates();\n}\n`;
    await run(activate);
    const { stack = [] } = (await records()).at(-1) ?? {};
    assert.match(stack[0] ?? "", /^loadRates \(src\/rates\.ts:4:\d+\)$/);
    assert.match(stack[1] ?? "", /^activate \(src\/main\.ts:3:\d+\)$/);
    assert.equal(stack.length, 2);
  });

  it("is the interpreter's word, whatever the plugin makes of its built-ins", async () => {
    const activate = `
const lie = { get() { throw new Error("called"); }, configurable: true };
globalThis.Error = class { stack = "    at good (main.js:1:1)"; };
Object.defineProperty(Error, "prepareStackTrace", { value: () => "lie" });
Object.defineProperty(Object.getPrototypeOf(new TypeError()).__proto__, "stack", lie);
Object.defineProperty(Object.prototype, "stack", lie);
String.prototype.slice = () => { throw 1; };
Object.getPrototypeOf(() => {}).toString = () => "lie";
Reflect.apply = () => { throw 1; };
export async function activate() { return aiHub.fs.readFile("./data/rates.json"); }
`;
    assert.equal(await run(activate), '{"euro":1}');
    assert.deepEqual(origins(), ["src/main.ts:10 in activate"]);
  });

  it("is shown without what could deceive, and cut", async () => {
    stacks = true;
    const activate = `
const named = (f, name) => Object.defineProperty(f, "name", { value: name });
const ask = named(() => aiHub.fs.readFile("./data/rates.json"), "\\u202e\\u0007\\u200b<b>" + "x".repeat(500));
export async function activate() { return [await ask(), await ask()]; }
`;
    await run(activate);
    const [origin = ""] = origins();
    assert.match(origin, /^src\/main\.ts:3 in \\u\{202e\}\\u\{7\}\\u\{200b\}<b>x+…$/);
    assert.ok(origin.length < 150);
    const { stack = [] } = (await records()).at(-1) ?? {};
    for (const frame of stack) assert.match(frame, /^[ -~…]{1,250}$/);
  });

  it("is a place in the plugin, even where a function's name forges a frame", async () => {
    const activate = `
const named = (f, name) => Object.defineProperty(f, "name", { value: name });
const ask = named(() => aiHub.fs.readFile("./data/rates.json"), "x (/usr/lib/trusted.js:1:1)\\n    at y (aihub:prelude:1:1)\\n    at z");
export async function activate() { return ask(); }
`;
    await run(activate);
    assert.deepEqual(origins(), ["src/main.ts:3 in z"]);
  });

  it("never fails the call: unknown is unknown", async () => {
    stacks = true;
    const activate = `
const named = (f, name) => Object.defineProperty(f, "name", { value: name });
const long = named(() => aiHub.fs.readFile("./data/rates.json"), "n".repeat(100_000));
const deep = (n) => { try { return deep(n + 1); } catch { return aiHub.fs.readFile("./data/other.json"); } };
const many = (n) => n === 0 ? aiHub.fs.readFile("./data/other.json") : [many(n - 1)][0];
export async function activate() {
  const answers = [await long()];
  let deepest;
  const dive = () => { try { dive(); } catch { deepest ??= aiHub.fs.readFile("./data/other.json").catch(String); } };
  dive();
  return [...answers, await many(300), typeof (await deepest)];
}
`;
    assert.deepEqual(await run(activate), ['{"euro":1}', "2", "string"]);
    const [first] = origins();
    assert.equal(first, undefined);
    for (const { stack = [] } of await records()) assert.ok(stack.length <= 10);
  });
});
