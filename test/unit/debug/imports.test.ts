/** Imported names in expressions: in the bundle they are called otherwise, or are not there. */
import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import { Debugged } from "./debugged.ts";

const LIB = `export const prices = { tea: 2 };
export let count = 0;
export function add(n: number) { count += n; return count; }
export default class Shop { name = "shop"; }
const fetch = "no function";
export const inside = () => fetch;
const hidden = "of lib";
export const show = () => hidden;
`;
const MAIN = `import Store, { add as plus, prices as list, count as sum, inside, show, type Unknown } from "./lib.ts";
import * as lib from "./lib.ts";
import * as whole from "./whole.ts";
import cjs, { part as piece } from "./old.cjs";
/* import { never as seen } from "x" */
const own = { plus: 1, ...list };
export const commands = {
  go(n: number) {
    const shop = new Store();
    const other = { list, n: lib.add(plus(n)), all: whole, two: piece(2), cjs, sum, a: inside(), b: show() };
    {
      const list = "nearer";
      return [shop.name, other.n, own.tea, list, lib.prices.tea, Object.keys(other.all), whole.one];
    }
  },
};
`;
const FILES = {
  "src/lib.ts": LIB,
  "src/whole.ts": "export const one = 1;\n",
  "src/old.cjs": "exports.part = (n) => n; Object.defineProperty(exports, 'slow', { get() { throw 1; } });\n",
};

describe("Imported names", () => {
  let debugged: Debugged;
  before(async () => {
    debugged = await Debugged.create(MAIN, {}, ["go"], FILES);
    await debugged.plugin.start();
    await debugged.breakAt(13);
    void debugged.go(1);
    await debugged.stop();
  });
  after(() => debugged.dispose());

  it("are known in expressions as the file calls them", async () => {
    const told = [
      "plus.name",
      "sum",
      "new Store().name",
      "whole.one",
      "piece(7)",
      "typeof cjs.part",
      "own.tea",
      "list",
    ];
    const values = await Promise.all(told.map((expression) => debugged.evaluate(expression)));
    assert.deepEqual(values, ["'add'", "2", "'shop'", "1", "7", "'function'", "2", "'nearer'"]);
    await assert.rejects(debugged.evaluate("list = 1; sum = 5"), /read-only/);
  });

  it("are looked at without running anything", async () => {
    const told = ["plus", "sum", "whole", "cjs.part", "lib.prices.tea", "whole.one", "Store"];
    const values = await Promise.all(told.map((expression) => debugged.evaluate(expression, 0, "hover")));
    assert.deepEqual(
      values.map((value) => value.split(/[{(]/)[0]?.trim()),
      ["ƒ add", "2", "", "ƒ", "2", "1", "class Shop"],
    );
  });

  it("of a namespace that the bundler has taken apart are known as far as they are used", async () => {
    assert.equal(await debugged.evaluate("lib.prices.tea + lib.add(0)"), "4");
    await assert.rejects(debugged.evaluate("lib.count"), /lib\.count is not available/);
    await assert.rejects(debugged.evaluate("lib.prices = 1"), /read-only/);
  });

  it("are offered, and listed with the module", async () => {
    const offered = (await debugged.inspector.completions("", 1, (await debugged.frame()).id)).map(
      ({ label }) => label,
    );
    for (const name of ["plus", "Store", "lib", "piece", "own"]) assert.ok(offered.includes(name), name);
    const members = await debugged.inspector.completions("lib.", 5, (await debugged.frame()).id);
    assert.deepEqual(members.map(({ label }) => label).sort(), ["add", "prices"]);
    const { Module = [] } = await debugged.variables();
    const names = Module.map((line) => line.split("=")[0]);
    assert.deepEqual(
      names.sort(),
      [
        "Store",
        "cjs",
        "commands",
        "inside",
        "lib.add",
        "lib.prices",
        "list",
        "own",
        "piece",
        "plus",
        "show",
        "sum",
        "whole",
        "whole.one",
      ].sort(),
      "and nothing of other files",
    );
  });

  it("of a CommonJS module, which are getters to the bundle, are run when somebody asks", async () => {
    const { inspector } = debugged;
    const scopes = await inspector.scopes((await debugged.frame()).id);
    const names = await inspector.variables(scopes.find(({ name }) => name === "Module")?.reference ?? 0);
    const piece = names.find(({ name }) => name === "piece");
    assert.deepEqual([piece?.value, piece?.lazy, piece?.evaluateName], ["(…)", true, "piece"]);
    const [run] = await inspector.variables(piece?.reference ?? 0);
    assert.match(run?.value ?? "", /^ƒ/);
  });

  it("do not hide what this file sees behind a name of another file", async () => {
    assert.equal(await debugged.evaluate("typeof fetch"), "'function'");
    assert.equal(await debugged.evaluate("hidden"), "'of lib'", "of which nothing is hidden");
    await assert.rejects(debugged.evaluate("seen"), /not defined/);
  });

  it("work in conditions and log points", async () => {
    await debugged.breakAt(
      { line: 13, condition: "sum === 10 && lib.prices === prices" },
      { line: 10, logMessage: "{plus.name} {sum}" },
    );
    await debugged.inspector.resume();
    void debugged.go(3);
    await debugged.stop();
    assert.deepEqual(
      debugged.output.map(({ text }) => text),
      ["add 2"],
    );
    await debugged.inspector.resume();
  });
});
