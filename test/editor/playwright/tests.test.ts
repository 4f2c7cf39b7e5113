import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { build } from "../../../scripts/build.ts";
import { root } from "../../../scripts/run.ts";
import { launchBrowser, newPage } from "../../../scripts/vscode/browser.ts";
import { findChromium } from "../../../scripts/vscode/chromium.ts";
import { Person } from "../../../scripts/vscode/person.ts";
import type { EditorServer } from "../../../scripts/vscode/server.ts";
import { startWithExtension } from "../../../scripts/vscode/session.ts";

const out = join(root, ".out");
const quiet = () => {};
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
  this.timeout(180_000);
  let profile: string;
  let server: EditorServer;
  let browser: Browser;
  let page: Page;
  let person: Person;

  before(async () => {
    await mkdir(out, { recursive: true });
    profile = await mkdtemp(join(tmpdir(), "aihub-tests-"));
    const folder = join(profile, "tested");
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await build();
    server = await startWithExtension(profile, quiet);
    browser = await launchBrowser(await findChromium(quiet));
    page = await newPage(browser);
    await page.setViewportSize({ width: 1440, height: 810 });
    person = new Person(page, "Deny");
    await person.open(server.url(folder));
    await page.locator(".statusbar-item").filter({ hasText: "Tested" }).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(profile, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await page.screenshot({ path: join(out, "failed-tests.png") });
  });

  const rows = () => page.locator(".test-explorer .monaco-list-row");
  const glyphs = (state: string) => page.locator(`.testing-run-glyph.codicon-testing-${state}-icon`);

  const open = async (name: string) => {
    await page.keyboard.press("Control+P");
    await page.locator(".quick-input-widget input").first().fill(name);
    await page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: name }).first().click();
    await page.locator(".tab.active").filter({ hasText: name }).first().waitFor();
  };

  it("are found when the Test Explorer opens, and in the file's margin", async () => {
    await person.runCommand("Testing: Focus on Test Explorer View");
    await rows().filter({ hasText: "Tested" }).first().waitFor();
    await open("sum.test.ts");
    await glyphs("run").nth(1).waitFor();
    assert.equal(await glyphs("run").count(), 2);
  });

  it("pass and fail, with the message at its line and the output", async () => {
    await person.runCommand("Test: Run Tests in Current File");
    await glyphs("passed").first().waitFor();
    await glyphs("failed").first().waitFor();
    assert.equal(await glyphs("passed").count(), 1);
    const message = page.getByText(/the sum: expected 5, got 4/).first();
    await message.waitFor();
    await page
      .locator(".xterm-rows")
      .filter({ hasText: /said.by.the.test/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(out, "test-explorer.png") });
  });

  it("are cancelled, also while they compute", async () => {
    await open("loop.test.ts");
    await glyphs("run").first().waitFor();
    await person.runCommand("Test: Run Tests in Current File");
    await page.locator(".testing-run-glyph.codicon-loading").first().waitFor();
    await page.waitForTimeout(1000); // it has begun to compute
    await person.runCommand("Test: Cancel Test Run");
    await glyphs("skipped").first().waitFor(); // long before its limit
  });
});
