import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { LOOP, withPlugin } from "./debugged.ts";

describe("Breakpoints", () => {
  it("stop on their line, and the plugin goes on to the right result", () =>
    withPlugin(LOOP, async (debugged) => {
      assert.deepEqual(
        (await debugged.breakAt(5)).map(({ verified }) => verified),
        [false],
        "nothing runs yet",
      );
      const result = debugged.go(2);
      assert.deepEqual(await debugged.stop(), { reason: "breakpoint", breakpoints: [1] });
      assert.deepEqual(debugged.changed, ["1 true"], "bound when the plugin was built");
      assert.deepEqual(await debugged.stack(), ["go:5"]);
      await debugged.inspector.resume();
      await debugged.stop();
      await debugged.inspector.resume();
      assert.equal(await result, 3);
    }));

  it("are there in a plugin of more statements than random bytes can be had at once", () => {
    const part = "n++;\n".repeat(10_000);
    const parts = Array.from({ length: 7 }, (_, index) => `function part${index}(n: number) {\n${part}return n;\n}\n`);
    const calls = parts.map((_, index) => `n = part${index}(n);`).join(" ");
    const source = `${parts.join("")}export const commands = { go(n: number) { ${calls} return n; } };`;
    return withPlugin(source, async (debugged) => {
      await debugged.breakAt(7 * 10_003 - 1);
      const result = debugged.go(0);
      await debugged.stop();
      assert.equal(await debugged.evaluate("n"), "70000");
      await debugged.inspector.resume();
      assert.equal(await result, 70_000);
    });
  });

  it("move to the next statement and say so; on files that do not run they are pending", () =>
    withPlugin(`\n// nothing here\n${LOOP}`, async (debugged) => {
      const [waiting] = await debugged.breakAt(2);
      assert.deepEqual([waiting?.verified, waiting?.message], [false, "The plugin is not built yet"]);
      await debugged.breakAt(); // else it stops as it starts
      await debugged.plugin.start();
      const [moved, below] = await debugged.breakAt(2, 999);
      assert.equal(moved?.verified, true);
      assert.equal(moved?.place?.line, 3);
      assert.match(moved?.message ?? "", /Line 2 has no code/);
      assert.equal(below?.verified, false);
      assert.match(below?.message ?? "", /no code in this line or below/);
      const [pending] = await debugged.inspector.setBreakpoints(`${debugged.file}x`, [{ line: 1 }]);
      assert.equal(pending?.verified, false);
      assert.match(pending?.message ?? "", /not part of what runs/);
    }));

  it("have columns: several statements of one line", () =>
    withPlugin("export const commands = { go() { const a = 1; const b = a + 1; return b; } };\n", async (debugged) => {
      await debugged.plugin.start();
      const line = { line: 1, column: 1 };
      const places = debugged.inspector.breakpointPlaces(debugged.file, line, { line: 1, column: 200 });
      assert.deepEqual(
        places.map(({ column }) => column),
        [8, 34, 47, 64],
      );
      await debugged.breakAt({ line: 1, column: 50 });
      void debugged.go();
      await debugged.stop();
      assert.equal((await debugged.frame()).place.column, 47);
      assert.deepEqual((await debugged.variables()).Local, ["a=1", "b=not initialised yet"]);
      await debugged.inspector.resume();
    }));

  it("stop by condition, by count, or write to the log", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.plugin.start();
      const cases = [
        [{ condition: "i === 3" }, [3]],
        [{ hitCondition: "2" }, [2]],
        [{ hitCondition: ">= 4" }, [4, 5]],
        [{ hitCondition: "%2" }, [2, 4]],
        [{ condition: "i > 1", hitCondition: "==2" }, [3]],
        [{ condition: "nope" }, []],
        [{ logMessage: "i is {i}, {{total}} and {`${i}!`}" }, []],
      ] as const;
      for (const [how, expected] of cases) {
        await debugged.breakAt({ line: 5, ...how });
        const result = debugged.go(5);
        const seen: string[] = [];
        for (const _ of expected) {
          await debugged.stop();
          seen.push(await debugged.evaluate("i"));
          await debugged.inspector.resume();
        }
        assert.equal(await result, 15);
        assert.deepEqual(seen, expected.map(String), JSON.stringify(how));
      }
      const failed = debugged.output.filter(({ category }) => category === "stderr");
      assert.match(failed[0]?.text ?? "", /condition `nope` failed: ReferenceError/);
      const logged = debugged.output.filter(({ category }) => category === "console");
      assert.equal(logged[4]?.text, "i is 5, {total: 10} and 5!");
      assert.equal(logged[4]?.place?.line, 5);
      const [unreadable] = await debugged.breakAt({ line: 5, hitCondition: "often" });
      assert.match(unreadable?.message ?? "", /hit count is a number/);
    }));

  it("whose expression is none say so at once and stop nothing", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.plugin.start();
      const wrong = [
        [{ condition: "i >" }, "The condition is no expression: Unexpected token at column 4"],
        [{ condition: "await x" }, "The condition is no expression: Unexpected token at column 7"],
        [{ logMessage: "{i} of {n n}" }, "The log message has an expression that is none: Expected } at column 11"],
        [{ logMessage: "{i} of {}" }, "The log message has an expression that is none: Unexpected token at column 9"],
      ] as const;
      for (const [how, message] of wrong) {
        const [set] = await debugged.breakAt({ line: 5, ...how });
        assert.deepEqual([set?.verified, set?.message], [false, message]);
        assert.equal(await debugged.go(5), 15);
      }
      const problems = await debugged.inspector.setExceptionFilters([
        { filter: "caught", condition: "error." },
        { filter: "uncaught" },
      ]);
      assert.deepEqual(problems, ["Unexpected token at column 7", undefined]);
    }));

  it("log braces of strings and objects, private members, and what is no expression", () =>
    withPlugin(
      `class Sum {
  #total = 1;
  add(n: number) {
    this.#total += n;
    return this.#total;
  }
}
export const commands = { go: (n: number) => new Sum().add(n) };`,
      async (debugged) => {
        await debugged.plugin.start();
        const logMessage = "{ '}' } {({ n }).n} {this.#total} { open";
        const [set] = await debugged.breakAt({ line: 5, logMessage });
        assert.equal(set?.verified, true, set?.message);
        assert.equal(await debugged.go(2), 3);
        assert.equal(debugged.output[0]?.text, "} 2 3 { open");
      },
    ));

  it("with an endless condition neither stop nor hang the plugin", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.breakAt({ line: 5, condition: "(() => { for (;;); })()" });
      assert.equal(await debugged.go(1), 1);
      assert.match(debugged.output[0]?.text ?? "", /took too long/);
    }));

  it("on functions, by name, by method and by class", () =>
    withPlugin(
      `class Invoice { rate: number; constructor() { this.rate = 2; } total(x: number) { return x * 2; } }
function helper(x: number) { return new Invoice().total(x); }
export const commands = { go: (x: number) => helper(x) };`,
      async (debugged) => {
        const names = ["helper", "Invoice.total", "nothing", "Invoice"].map((name) => ({ name }));
        await debugged.plugin.start();
        const set = await debugged.inspector.setFunctionBreakpoints(names);
        assert.deepEqual(
          set.map(({ verified }) => verified),
          [true, true, false, true],
        );
        const result = debugged.go(4);
        assert.equal((await debugged.stop()).reason, "function breakpoint");
        assert.deepEqual(await debugged.stack(), ["helper:2", "go:3"]);
        assert.deepEqual((await debugged.variables()).Local, ["x=4"]);
        await debugged.inspector.resume();
        await debugged.stop();
        assert.deepEqual(await debugged.stack(), ["new Invoice:1", "helper:2", "go:3"]);
        await debugged.inspector.resume();
        await debugged.stop();
        assert.deepEqual(await debugged.stack(), ["Invoice.total:1", "helper:2", "go:3"]);
        await debugged.inspector.resume();
        assert.equal(await result, 8);
      },
    ));

  it("set while the plugin runs in a loop stop it there", () =>
    withPlugin(
      "export const commands = { go() { let n = 0;\nwhile (true) {\nn++;\nif (n < 0) break;\n}\nreturn n; } };",
      async (debugged) => {
        await debugged.plugin.start();
        void debugged.go();
        await new Promise((resolve) => setTimeout(resolve, 100));
        await debugged.breakAt(3);
        await debugged.stop();
        assert.deepEqual(await debugged.stack(), ["go:3"]);
        await debugged.evaluate("n = -10");
        await debugged.breakAt();
        await debugged.inspector.resume();
      },
    ));

  it("are known again after a restart with other source", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.breakAt(5);
      void debugged.go(1);
      await debugged.stop();
      await writeFile(debugged.file, `\n${LOOP.replace("total += i", "total += 2 * i")}`);
      assert.equal(debugged.inspector.sources()[0]?.stale, true, "newer than what runs");
      await debugged.plugin.stop();
      assert.equal(await debugged.end.promise, undefined);
      const result = debugged.go(1);
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["go:5"], "the line is another statement now");
      assert.equal(debugged.inspector.sources()[0]?.stale, false);
      await debugged.inspector.resume();
      assert.equal(await result, 2);
    }));
});
