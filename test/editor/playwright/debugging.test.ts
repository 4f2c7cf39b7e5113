import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "jsonc-parser";
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
/** The line of `makeReport` on which it stops, and the next statement. */
const STOP = "const outside = input.transactions";
const NEXT = "const report: Report = {";

describe("debugging by clicks", function () {
  this.timeout(180_000);
  let profile: string;
  let folder: string;
  let server: EditorServer;
  let browser: Browser;
  let page: Page;
  let person: Person;

  before(async () => {
    await mkdir(out, { recursive: true });
    profile = await mkdtemp(join(tmpdir(), "aihub-debug-"));
    // A copy, so that the example keeps no reports; inside the checkout, where its packages are found.
    folder = await mkdtemp(join(out, "ai-bookkeeper-"));
    const skipped = /[\\/](?:dist|node_modules|output)$/;
    const example = join(root, "examples", "ai-bookkeeper");
    await cp(example, folder, { recursive: true, filter: (source) => !skipped.test(source) });
    await build();
    server = await startWithExtension(profile, quiet);
    browser = await launchBrowser(await findChromium(quiet));
    page = await newPage(browser);
    await page.setViewportSize({ width: 1440, height: 810 });
    person = new Person(page, "Allow for This Session");
    await person.open(server.url(folder));
    await page.locator(".statusbar-item").filter({ hasText: "AI Bookkeeper" }).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(profile, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await page.screenshot({ path: join(out, "failed.png") });
  });

  const lineNumber = async (text: string) => {
    const line = page
      .locator(".view-line")
      .filter({ hasText: spaced(text) })
      .first();
    await line.waitFor();
    const top = (await line.boundingBox())?.y ?? 0;
    return { line, top };
  };
  const highlighted = () => page.locator(".debug-top-stack-frame-line").first();
  /** Waits until the highlight of the line where the plugin stands is on the line with this text. */
  const standsOn = async (text: string) => {
    for (let tries = 0; tries < 600; tries += 1) {
      const box = (await highlighted().isVisible()) ? await highlighted().boundingBox() : null;
      if (box && Math.abs(box.y - (await lineNumber(text)).top) < 3) return;
      await page.waitForTimeout(100);
    }
    assert.fail(`the line "${text}" was never highlighted`);
  };

  /** Clicks left of the line's number until the breakpoint is there: an editor that has only just opened takes no clicks. */
  const clickMargin = async (text: string) => {
    const margin = await page.locator(".monaco-editor .margin").first().boundingBox();
    assert.ok(margin);
    const breakpoint = page.locator(".codicon-debug-breakpoint").first();
    for (let tries = 0; tries < 20 && !(await breakpoint.isVisible()); tries += 1) {
      await page.mouse.click(margin.x + 10, (await lineNumber(text)).top + 9);
      // Another click on one that is only slow to be drawn would take it away.
      await breakpoint.waitFor({ timeout: 3000 }).catch(() => {});
    }
    await breakpoint.waitFor();
  };

  const rows = () => page.locator(".quick-input-widget .monaco-list-row");
  const dialog = () => page.locator(".monaco-dialog-box").first();
  const variable = (text: RegExp) =>
    page.locator(".debug-variables .monaco-list-row").filter({ hasText: text }).first();

  it("begins with F5 and no launch.json: AI Hub is offered, then what to debug of the plugin", async () => {
    await open(page, "bookkeeping.ts");
    await clickMargin(STOP);
    await page.keyboard.press("F5");
    await rows().filter({ hasText: "AI Hub Plugin" }).first().click();
    await rows().filter({ hasText: "Generate Financial Report" }).waitFor();
    await page.screenshot({ path: join(out, "debug-what.png") });
    await rows().filter({ hasText: "The whole plugin" }).click();
    await page.locator(".debug-toolbar").waitFor();
  });

  it("asks for permissions and says which line asks", async () => {
    await page.locator(".statusbar-item").filter({ hasText: "AI Bookkeeper" }).locator(".codicon-plug").waitFor();
    await person.runCommand("Bookkeeping: Generate Financial Report");
    await dialog().waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(out, "debug-prompt.png") });
    assert.match((await dialog().textContent()) ?? "", /Asked by src\/services\/ledger\.ts:21 in read/);
    await person.answerAll();
  });

  it("stops where the margin was clicked and steps from there, values beside the code", async () => {
    await standsOn(STOP);
    await page.keyboard.press("F10");
    await standsOn(NEXT);
    await variable(/^outside\s*=\s*\d+/).waitFor();
    await page
      .locator(".view-line")
      .filter({ hasText: /outside\s=\s\d+/ })
      .first()
      .waitFor();
    for (const less of ["View: Toggle Minimap", "View: Hide Panel", "Notifications: Clear All Notifications"])
      await person.runCommand(less);
    await page.screenshot({ path: join(out, "debugging.png") });
  });

  it("evaluates in the frame, and goes on to the report", async () => {
    await person.runCommand("Debug Console: Focus on Debug Console View");
    await page.keyboard.type("transactions.length + outside");
    await page.keyboard.press("Enter");
    await page
      .locator(".repl .evaluation-result")
      .filter({ hasText: /^\s*\d+/ })
      .first()
      .waitFor();
    await page.screenshot({ path: join(out, "debug-console.png") });
    await page.keyboard.press("F5");
    await person.notification(/Report ready/);
    await page.keyboard.press("Shift+F5");
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    await page.locator(".statusbar-item").filter({ hasText: "AI Bookkeeper" }).locator(".codicon-plug").waitFor();
  });

  it("begins at a command in the plugins view, from which the plugin is stopped and started too", async () => {
    await person.runCommand("View: Show AI Hub");
    const inView = (text: string) => page.locator(".sidebar .monaco-list-row").filter({ hasText: text }).first();
    const click = async (text: string, icon: string) => {
      await inView(text).hover();
      await inView(text).locator(`.action-label.codicon-${icon}`).click();
    };
    await inView("Generate Financial Report").hover();
    await page.screenshot({ path: join(out, "plugins-view.png") });
    await click("Generate Financial Report", "debug-alt");
    await dialog().waitFor({ timeout: 60_000 });
    await person.answerAll();
    await standsOn(STOP);
    await page.keyboard.press("Shift+F5");
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    await person.runCommand("View: Show AI Hub");
    await inView("AI Bookkeeper").filter({ hasText: "running" }).waitFor();
    await click("AI Bookkeeper", "debug-stop");
    await inView("AI Bookkeeper").filter({ hasText: "stopped" }).waitFor();
    await click("AI Bookkeeper", "debug-start");
    await inView("AI Bookkeeper").filter({ hasText: "running" }).waitFor();
  });

  it("writes a launch.json with the plugin in it, and nothing else, when one is asked for", async () => {
    await person.runCommand("Debug: Add Configuration...");
    await rows().filter({ hasText: "AI Hub Plugin" }).first().click();
    await page.locator(".tab.active").filter({ hasText: "launch.json" }).first().waitFor();
    const { configurations } = parse(await readFile(join(folder, ".vscode/launch.json"), "utf8"));
    const program = "${workspaceFolder}";
    assert.deepEqual(configurations, [{ type: "aihub", request: "launch", name: "AI Bookkeeper", program }]);
    await lineNumber(`"program": "${program}"`);
    await page.screenshot({ path: join(out, "debug-launch-json.png") });
  });
});

/** Spaces in an editor are non-breaking. */
function spaced(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s"));
}

async function open(page: Page, name: string): Promise<void> {
  const input = page.locator(".quick-input-widget input").first();
  await page.keyboard.press("Control+P");
  await input.fill(name);
  await page.locator(".quick-input-widget .monaco-list-row").filter({ hasText: name }).first().click();
}
