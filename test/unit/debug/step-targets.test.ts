/** Which calls can be chosen to step into, and what is around them. */
import { strict as assert } from "node:assert";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "mocha";
import type { StepInTarget } from "../../../runtime/core/debug/inspector.ts";
import { Debugged } from "./debugged.ts";

/** Starts a plugin and runs `go` up to the line with `/*here*\/`; @param files further ones of the plugin. */
async function stopped(
  source: string,
  run: (debugged: Debugged) => Promise<void>,
  files: Readonly<Record<string, string>> = {},
): Promise<void> {
  const debugged = await Debugged.create(source);
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(path.dirname(debugged.file), "..", name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await debugged.plugin.start();
    await debugged.breakAt(source.slice(0, source.indexOf("/*here*/")).split("\n").length);
    const result = debugged.go();
    await debugged.stop();
    await debugged.breakAt();
    await run(debugged);
    if (debugged.inspector.stopped) await debugged.inspector.resume();
    await result;
  } finally {
    await debugged.dispose();
  }
}

const show = ({ label, place, end }: StepInTarget): string =>
  `${label} ${place.line}:${place.column}-${end ? `${end.line}:${end.column}` : "?"}`;

describe("The calls that can be stepped into", () => {
  const FALL = `function fall(n: number): number {
  if (n < 2) return n;
  return fall(n - 1) + fall(n - 2);
}
export const commands = {
  go() {
    return fall(5); /*here*/
  },
};`;

  it("are those of the statement, as the author wrote them, in the order in which they are made", () =>
    stopped(
      `import { total as sum } from "./other.ts";
function total<T>(first: T, ...rest: unknown[]): T {
  return [first, ...rest][0] as T;
}
export const commands = {
  async go() {
    const text: string = /*here*/ total<string>(
      await sum("a" as string),
      ((x: number) => [x].map((y) => sum(y)))(1).at(-1)!,
      new Date(sum<number>(0)),
    ).trim();
    for (const { size = sum(1) } of [total({ size: undefined })]) text.at(size);
    if (sum(text)) { sum(1); }
    return text;
  },
};`,
      async (debugged) => {
        const listed = [(await debugged.targets()).map(show)];
        for (let step = 0; step < 5; step++) {
          await debugged.step("over");
          listed.push((await debugged.targets()).map(show));
        }
        assert.deepEqual(listed, [
          [
            "sum 8:13-8:31",
            "(…) 9:8-9:49",
            "(…)(…).at 9:8-9:56",
            "sum 10:16-10:30",
            "new Date 10:7-10:31",
            "total 7:35-11:6",
            "total(…).trim 7:35-11:13",
          ],
          ["total 12:38-12:64", "sum 12:25-12:31"],
          [], // each time round: what the pattern calls has been called
          ["text.at 12:67-12:80"],
          ["sum 13:9-13:18"],
          ["sum 13:22-13:28"],
        ]);
      },
      { "src/other.ts": "export function total<T>(value: T): T {\n  return value;\n}\n" },
    ));

  it("have the names that the author gave, whatever the bundler makes of them", () =>
    stopped(
      `import pack, { inc, other as two } from "pack";
import * as all from "./other.ts";
import mine, { total as sum } from "./other.ts";
const any: any = new Proxy(function () {}, { get: () => any, apply: () => any, construct: () => any });
class Named {
  static #hidden(_: unknown) { return any; }
  static go(total: string) {
    const key = total;
    void [/*here*/
      pack(1), pack.inc(), inc(1), two\`1\`, all.total(1), mine(2), sum(3),
      any[key](1), any["a-b"](), any[\`x\${key}\`](2), any[0](3), any.a?.b!(4), any?.["c"]?.(), (any as any[]).map(any),
      (key ? inc : two)("1"), (() => 1)(), new (class {})(), new any.Foo<string>(1), new any, Named.#hidden(1),
      any.then(any)
        .catch(any),
      any(inc())(), this.prototype.toString(),
    ];
  }
}
export const commands = { go: () => Named.go("total") };`,
      async (debugged) => {
        const labels = (await debugged.targets()).map(({ label }) => label);
        assert.deepEqual(labels, [
          ...["pack", "pack.inc", "inc", "two", "total", "mine", "sum"], // the bundler dissolves `all`
          ...["any[key]", 'any["a-b"]', "any[…]", "any[0]", "any.a?.b", 'any?.["c"]', "any.map"],
          ...["(…)", "(…)", "new (…)", "new any.Foo", "new any", "Named.#hidden"],
          ...["any.then", "any.then(…).catch", "inc", "any", "any(…)", "this.prototype.toString"],
        ]);
      },
      {
        "src/other.ts": "export function total<T>(value: T): T {\n  return value;\n}\nexport default total;\n",
        "node_modules/pack/package.json": JSON.stringify({ name: "pack", version: "1.0.0", main: "index.js" }),
        "node_modules/pack/index.js":
          "module.exports = () => 0;\nmodule.exports.inc = module.exports.other = () => 1;\n",
      },
    ));

  it("are long chains and many, and still readable", () =>
    stopped(
      `const chain = { next(_?: number) { return chain; } };
export const commands = {
  go() {
    chain${".next(chain.next() && 1)".repeat(150)}; /*here*/
  },
};`,
      async (debugged) => {
        const targets = await debugged.targets();
        assert.equal(targets.length, 200);
        assert(targets.every(({ label }) => label.length <= 60));
        assert.match(targets.at(-1)?.label ?? "", /^….*\)\.next$/);
      },
    ));

  it("are stepped into in the frame that is stopped, not in others of the same function", () =>
    stopped(FALL, async (debugged) => {
      await debugged.stepInto("fall");
      assert.equal(await debugged.step("over"), "fall:3");
      for (const n of ["3", "1"]) {
        await debugged.stepInto("fall 2");
        assert.deepEqual([(await debugged.stack())[0], await debugged.evaluate("n")], ["fall:2", n]);
        if (n === "3") await debugged.step("over");
      }
    }));

  it("belong to the innermost frame, and to one stop", () =>
    stopped(FALL, async (debugged) => {
      const [target] = await debugged.targets();
      assert(target);
      await assert.rejects(debugged.inspector.step("in", target.id + 1000), { code: "ERR_NOT_FOUND" });
      assert(debugged.inspector.stopped, "it is still stopped");
      await debugged.inspector.step("in", target.id);
      await debugged.stop();
      await assert.rejects(debugged.inspector.step("in", target.id), { code: "ERR_NOT_FOUND" });
      assert.deepEqual(await debugged.targets(1), [], "of the caller");
      await assert.rejects(debugged.inspector.stepInTargets(4242), { code: "ERR_NOT_FOUND" });
      await debugged.inspector.resume();
      await assert.rejects(debugged.inspector.step("in", target.id), { code: "ERR_NOT_AVAILABLE" });
    }));

  it("lie in modules that are loaded later, too", () =>
    stopped(
      `export const commands = {
  async go() {
    const { run } = await import("./lazy.ts"); /*here*/
    return run();
  },
};`,
      async (debugged) => {
        await debugged.step("over");
        await debugged.stepInto("run");
        assert.deepEqual(await debugged.stack(), ["run:5", "go:4"]);
        await debugged.stepInto("twice 2");
        assert.deepEqual([(await debugged.stack())[0], await debugged.evaluate("n")], ["twice:2", "2"]);
      },
      {
        "src/lazy.ts": `const twice = (n: number) => {
  return n * 2;
};
export function run() {
  return twice(twice(1));
}
`,
      },
    ));

  it("do not hide breakpoints on the way there", () =>
    stopped(
      `const first = () => {
  return 1;
};
const second = (n: number) => {
  return n;
};
export const commands = {
  go() {
    return second(first()); /*here*/
  },
};`,
      async (debugged) => {
        await debugged.breakAt(2);
        await debugged.inspector.step("in", (await debugged.target("second")).id);
        const { reason } = await debugged.stop();
        assert.deepEqual([reason, (await debugged.stack())[0]], ["breakpoint", "first:2"]);
      },
    ));

  it("are found in a plugin that spoils what tells of them", () =>
    stopped(
      `const hostile = globalThis as any;
hostile.Error.prepareStackTrace = () => "";
hostile.Error.stackTraceLimit = 0;
hostile.Error = class { stack = ""; };
for (const name of ["split", "slice", "startsWith", "endsWith", "lastIndexOf"]) hostile.String.prototype[name] = () => "";
const named = { "at\\n    at x (nowhere.js:1:1) y"(value: unknown) { return value; } };
const [first] = Object.values(named);
const second = (value: unknown) => {
  return value;
};
export const commands = {
  "go"() {
    second(first(second(1))); /*here*/
  },
};`,
      async (debugged) => {
        await debugged.stepInto("second 2");
        assert.deepEqual([(await debugged.stack())[0], await debugged.evaluate("value")], ["second:9", "1"]);
      },
    ));

  it("lead through packages to what these call, unless the packages are wanted", () =>
    stopped(
      `import { each } from "pack";
const own = (n: number) => {
  return n;
};
const other = (n: unknown) => {
  return n;
};
export const commands = {
  go() {
    const first = other([each([1, 2], own), other(2)]); /*here*/
    const second = other([each([], own), other(2)]);
    const third = other([each([], own), other(2)]);
    return [first, second, third];
  },
};`,
      async (debugged) => {
        await debugged.stepInto("each");
        assert.deepEqual(await debugged.stack(), ["own:3", "each:3", "go:10"]);
        await debugged.step("out");
        assert.deepEqual(await debugged.stack(), ["go:11"]);
        await debugged.stepInto("each");
        assert.deepEqual(await debugged.stack(), ["go:12"], "nothing of the author's was called");
        debugged.inspector.justMyCode = false;
        await debugged.stepInto("each");
        assert.deepEqual(await debugged.stack(), ["each:2", "go:12"]);
      },
      {
        "node_modules/pack/package.json": JSON.stringify({
          name: "pack",
          version: "1.0.0",
          main: "index.js",
          type: "module",
        }),
        "node_modules/pack/index.js":
          "export function each(list, call) {\n  for (const one of list) {\n    call(one);\n  }\n}\n",
      },
    ));
});
