import assert from "node:assert/strict";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { PluginError } from "../../../runtime/core/errors.ts";
import type { OpenOptions } from "../../../runtime/host/plugin-host.ts";
import type { PluginTests } from "../../../runtime/host/plugin-tests.ts";
import { findTestFiles, isTestFile } from "../../../runtime/host/test-files.ts";
import { createTestHost, manifest, type TestHost } from "../../support/host.ts";

const SDK = 'import { assert, equal, test } from "@aihub/sdk/testing";\n';

describe("the tests of a plugin", () => {
  let test: TestHost;
  let count = 0;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  /** Writes a plugin with one test file, and opens that. */
  async function open(source: string, extra: object = {}, options: OpenOptions = {}) {
    const dir = await test.write(`tested-${++count}`, {
      "plugin.json": manifest(extra),
      "main.js": "throw new Error('the plugin itself does not run');",
      "src/sum.ts": "export const sum = (a: number, b: number): number => a + b;\n",
      "data/a.txt": "text",
      "test/a.test.ts": SDK + source,
    });
    const tests = await test.host.openTests(dir, "test/a.test.ts", options);
    return { dir, tests };
  }

  /** The error that a test fails with; undefined when it passes. */
  const failure = (tests: PluginTests, name: string): Promise<Error | undefined> =>
    tests.runTest(name).then(
      () => undefined,
      (error: Error) => error,
    );

  it("are listed as declared, and pass or fail each by itself, with the author's lines", async () => {
    const { dir, tests } = await open(`import { sum } from "../src/sum.ts";
test("passes", () => equal(sum(1, 2), 3));
test("waits", async ({ signal }) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert(!signal.aborted);
});
test("fails", () => {
  equal({ sum: [sum(1, 2)] }, { sum: [4] }, "the sum");
});
test("rejects", async () => {
  throw new TypeError("late");
});
test("returns what cannot cross", () => ({ n: 1n }));
`);
    assert.deepEqual(await tests.tests(), ["passes", "waits", "fails", "rejects", "returns what cannot cross"]);
    for (const name of ["passes", "waits", "returns what cannot cross"])
      assert.equal(await failure(tests, name), undefined);
    const failed = await failure(tests, "fails");
    assert.ok(failed instanceof PluginError);
    assert.equal(failed.message, 'the sum: expected {"sum":[4]}, got {"sum":[3]}');
    assert.match(failed.stack ?? "", /\(test\/a\.test\.ts:9:\d+\)/);
    assert.match((await failure(tests, "rejects"))?.stack ?? "", /^TypeError: late\n.*test\/a\.test\.ts:12:\d+/);
    assert.equal(await failure(tests, "passes"), undefined, "it can be run again");
    await tests.stop();
    assert.equal((await readdir(dir)).includes("dist"), false, "nothing is written");
  });

  it("compare what is inside, and tell differences apart", async () => {
    const { tests } = await open(`
test("same", () => {
  equal([1, { a: "x", b: [NaN] }], [1, { b: [NaN], a: "x" }]);
  equal(undefined, undefined);
});
const differing: [unknown, unknown][] = [[0, -0], [[], {}], [[1], [1, 2]], [{ a: undefined }, {}], [new Date(0), new Date(0)],
  [[,], []], [null, {}], ["1", 1], [1n, 1]];
for (const [at, [a, b]] of differing.entries()) test("differs " + at, () => equal(a, b));
test("asserts", () => assert(0, "no zero"));
`);
    const names = await tests.tests();
    assert.equal(names.length, 11);
    assert.equal(await failure(tests, "same"), undefined);
    for (const name of names.slice(1, -1))
      assert.match((await failure(tests, name))?.message ?? "passed", /^expected /);
    assert.equal((await failure(tests, "asserts"))?.message, "no zero");
    await tests.stop();
  });

  it("that throw while their file loads say where", async () => {
    const { tests } = await open("\nnull.x;\n");
    await assert.rejects(tests.tests(), (error: Error) => {
      assert.ok(error instanceof PluginError);
      assert.match(error.stack ?? "", /test\/a\.test\.ts:3:/);
      return true;
    });
    await tests.stop();
  });

  it("that cannot be built say where", async () => {
    const { tests } = await open("test('x' => );\n");
    await assert.rejects(tests.tests(), { code: "ERR_BUILD", message: /^test\/a\.test\.ts:2:/ });
    await tests.stop();
  });

  it("must have names of their own, of one line, and be declared as the file loads", async () => {
    const refused: readonly (readonly [source: string, message: RegExp])[] = [
      ["test('a', () => {}); test('a', () => {});", /Two tests of this file are called "a"/],
      ["test('', () => {});", /not empty/],
      ["test('  ', () => {});", /not empty/],
      ["test(Symbol('x') as never, () => {});", /must be a text/],
      ["test('a\\0b', () => {});", /control characters/],
      ["test('a\\nb', () => {});", /one line/],
      ["test('\\ud800', () => {});", /one line/],
      ["test('x'.repeat(201), () => {});", /at most 200/],
      ["test('a', 1 as never);", /needs a function/],
      ["for (let i = 0; i < 10001; i++) test('t' + i, () => {});", /at most 10000 tests/],
    ];
    for (const [source, message] of refused) {
      const { tests } = await open(source);
      await assert.rejects(tests.tests(), { name: /Error$/, code: "ERR_PLUGIN", message }, source);
      await tests.stop();
    }
    const { tests } = await open("test('late', () => test('inner', () => {}));");
    await tests.tests();
    assert.match((await failure(tests, "late"))?.message ?? "", /declared too late/);
    await tests.stop();
  });

  it("may have names that look like something else", async () => {
    const names = [
      "__proto__",
      "constructor",
      "$(trash) [x](command:y)",
      "../../etc/passwd",
      "deactivate",
      "👩‍👩‍👧 ünï",
      "%s",
    ];
    const { tests } = await open(`for (const name of ${JSON.stringify(names)}) test(name, () => equal(name, ""));`);
    assert.deepEqual(await tests.tests(), names);
    for (const name of names) {
      assert.equal((await failure(tests, name))?.message, `expected "", got ${JSON.stringify(name)}`);
    }
    for (const unknown of ["hasOwnProperty", "", "activate"]) {
      assert.match((await failure(tests, unknown))?.message ?? "passed", /declares no test/);
    }
    await tests.stop();
  });

  it("that list what are no names are found out", async () => {
    for (const lie of ["{ length: 1 }", '["a", "a"]', "[1]", '["\\n"]', '"text"', 'Array(10001).fill("x")']) {
      const { tests } = await open(`Array.prototype.toJSON = () => (${lie});`);
      await assert.rejects(tests.tests(), { code: "ERR_PROTOCOL", message: /list of tests cannot be read/ }, lie);
      await tests.stop();
    }
  });

  for (const [name, body, limits, code] of [
    // The time is enough to load and to count on a busy machine, and long enough for all of the memory.
    ["loops", "for (;;);", { timeoutMs: 3000 }, "ERR_TIMEOUT"],
    [
      "eats",
      "const a = []; for (;;) a.push(new Array(1000).fill(1));",
      { timeoutMs: 60_000, memoryMB: 16 },
      "ERR_MEMORY",
    ],
  ] as const) {
    it(`that do not end (one ${name}) are ended by the plugin's limits; the next runs in a fresh sandbox`, async () => {
      const source = `let runs = 0;
test("${name}", () => { runs++; ${body} });
test("counts", () => equal(runs, 0));`;
      const { tests } = await open(source, { limits });
      assert.deepEqual(await tests.tests(), [name, "counts"]);
      await assert.rejects(tests.runTest(name), { name: "IsolationError", code });
      await tests.runTest("counts");
      await tests.stop();
    });
  }

  it("that load for ever are ended too", async () => {
    const { tests } = await open("for (;;);", {}, { limits: { timeoutMs: 200 } });
    await assert.rejects(tests.tests(), { code: "ERR_TIMEOUT" });
    await tests.stop();
  });

  it("are cancelled, also while they compute", async () => {
    let controller = new AbortController();
    // Each says that it runs; what is cancelled on its way there may be cancelled otherwise.
    const { tests } = await open(
      `test("sleeps", ({ signal }) => new Promise((_, reject) => {
  signal.addEventListener("abort", () => reject(new Error("heard")));
  console.log("sleeps");
}));
test("loops", () => { console.log("loops"); for (;;); });`,
      {},
      { onLog: () => void setTimeout(() => controller.abort(), 20) },
    );
    await tests.tests();
    for (const name of ["sleeps", "loops"]) {
      controller = new AbortController();
      const run = tests.runTest(name, controller.signal);
      await assert.rejects(run, name === "loops" ? { code: "ERR_CANCELLED" } : { message: "heard" });
    }
    await tests.stop();
  });

  it("have the plugin's permissions and no more, and are asked for as the plugin is", async () => {
    const { tests } = await open(
      `test("asked", async () => equal(await aiHub.fs.readFile("./data/a.txt"), "text"));
test("undeclared", () => aiHub.fs.readFile("./plugin.json"));
test("absent", () => assert(!("http" in aiHub)));`,
      { permissions: { filesystem: { read: ["./data/*"] } } },
    );
    test.seen.prompts.length = 0;
    test.answer = async () => "deny";
    assert.equal(((await failure(tests, "asked")) as PluginError).data.code, "ERR_PERMISSION_DENIED");
    assert.equal(test.seen.prompts.length, 1);
    assert.match(test.seen.prompts[0]?.origin ?? "", /^test\/a\.test\.ts:2/);
    assert.equal(((await failure(tests, "undeclared")) as PluginError).data.code, "ERR_PERMISSION_DENIED");
    assert.equal(test.seen.prompts.length, 1);
    assert.equal(await failure(tests, "absent"), undefined);
    await tests.stop();
  });

  it("tell their log to whoever runs them", async () => {
    const lines: string[] = [];
    const onLog: OpenOptions["onLog"] = (level, text) => void lines.push(`${level} ${text}`);
    const { tests } = await open(`test("logs", () => console.warn("here"));`, {}, { onLog });
    await tests.runTest("logs");
    await tests.stop();
    assert.deepEqual(lines, ["warn here"]);
  });

  it("lie in the plugin's folder: neither elsewhere, nor behind a link, nor in a package", async () => {
    const { dir } = await open("");
    const outside = await test.write("elsewhere", { "b.test.ts": SDK });
    await symlink(join(outside, "b.test.ts"), join(dir, "test", "b.test.ts"));
    await mkdir(join(dir, "node_modules", "p"), { recursive: true });
    await writeFile(join(dir, "node_modules", "p", "c.test.js"), "");
    for (const file of [
      "../elsewhere/b.test.ts",
      join(outside, "b.test.ts"),
      "test/b.test.ts",
      "node_modules/p/c.test.js",
    ]) {
      const tests = await test.host.openTests(dir, file);
      await assert.rejects(tests.tests(), { code: "ERR_BUILD", message: /outside the plugin folder/ }, file);
      await tests.stop();
    }
    const gone = await test.host.openTests(dir, "test/gone.test.ts");
    await assert.rejects(gone.tests(), { code: "ERR_NOT_FOUND" });
    await gone.stop();
    await assert.rejects(test.host.openTests(outside, "b.test.ts"), { code: "ERR_NOT_FOUND" });
  });

  it("are declared nowhere else: in the plugin itself `test` says so", async () => {
    const dir = await test.write(`tested-${++count}`, {
      "plugin.json": manifest(),
      "main.js": `${SDK}test("x", () => {});`,
    });
    const instance = await test.host.openFolder(dir);
    await assert.rejects(instance.start(), /stands outside of a test file/);
  });

  it("are found in the folder, but for packages, hidden folders, the output and links", async () => {
    const dir = await test.write("found", {
      "a.test.ts": "",
      "a.ts": "",
      "b.test.mjs": "",
      "src/b.test.tsx": "",
      "src/dist/c.test.js": "",
      "out/d.test.js": "",
      "node_modules/p/e.test.js": "",
      "src/node_modules/p/e.test.js": "",
      ".git/f.test.js": "",
    });
    await symlink(join(dir, "src"), join(dir, "again"), "junction");
    const build = { output: "./out/" };
    const found = ["a.test.ts", join("src", "b.test.tsx"), join("src", "dist", "c.test.js")];
    assert.deepEqual(await findTestFiles(dir, { build }), found);
    for (const name of found) assert.ok(isTestFile(name, { build }), name);
    for (const name of [
      "a.ts",
      "out/d.test.js",
      "out/deep/d.test.js",
      ".git/f.test.js",
      "node_modules/x.test.ts",
      "../a.test.ts",
    ]) {
      assert.equal(isTestFile(name, { build }), false, name);
    }
    assert.deepEqual(await findTestFiles(join(dir, "gone"), {}), []);
  });
});
