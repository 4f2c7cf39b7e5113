import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { useWorkbench, writeFiles } from "../../support/workbench.ts";

const FILES = {
  "plugin.json": JSON.stringify({
    name: "Tested",
    version: "1.0.0",
    type: "tool",
    build: { entry: "main.ts" },
    limits: { timeoutMs: 600_000 },
  }),
  "main.ts": "export const activate = () => 1;\n",
  "sum.test.ts": `import { equal, test } from "@aihub/sdk/testing";

test("one and one", () => {
  console.log("said by the test");
  equal(1 + 1, 2);
});

test("two and two", () => {
  equal(2 + 2, 5, "the sum");
});
`,
  "loop.test.ts": `import { test } from "@aihub/sdk/testing";
test("for ever", () => {
  for (;;);
});
`,
};

describe("tests of a plugin by clicks", function () {
  this.timeout(600_000);
  const workbench = useWorkbench({
    answer: "Deny",
    folder: (scratch) => writeFiles(join(scratch, "tested"), FILES),
  });

  const glyphs = (state: string) => workbench().page.locator(`.testing-run-glyph.codicon-testing-${state}-icon`);

  it("are found when the Test Explorer opens, and in the file's margin", async () => {
    const { page, person, statusBar } = workbench();
    await person.sees(statusBar("Tested"));
    await person.runCommand("Testing: Focus on Test Explorer View");
    await person.sees(page.locator(".test-explorer .monaco-list-row").filter({ hasText: "Tested" }).first());
    await person.openFile("sum.test.ts");
    await person.sees(glyphs("run").nth(1));
    assert.equal(await glyphs("run").count(), 2);
  });

  it("pass and fail, with the message at its line and the output", async () => {
    const { page, person, picture } = workbench();
    await person.runCommand("Test: Run Tests in Current File");
    await person.sees(glyphs("passed").first());
    await person.sees(glyphs("failed").first());
    assert.equal(await glyphs("passed").count(), 1);
    await person.sees(page.getByText(/the sum: expected 5, got 4/).first());
    const output = page.locator(".xterm-rows");
    await person.sees(output.filter({ hasText: /said.by.the.test/ }).first());
    await picture("test-explorer");
  });

  it("are cancelled, also while they compute", async () => {
    const { page, person } = workbench();
    await person.openFile("loop.test.ts");
    await person.sees(glyphs("run").first());
    await person.runCommand("Test: Run Tests in Current File");
    await person.sees(page.locator(".testing-run-glyph.codicon-loading").first());
    await page.waitForTimeout(1000); // it has begun to compute
    await person.runCommand("Test: Cancel Test Run");
    await person.sees(glyphs("skipped").first()); // long before its limit
  });
});
