import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { describe, it } from "mocha";
import type { Locator } from "playwright-core";
import { copyExample } from "../../../scripts/vscode/example.ts";
import { useWorkbench } from "../../support/workbench.ts";

/** The line of `makeReport` on which it stops, and the next statement. */
const STOP = "const outside = input.transactions";
const NEXT = "const report: Report = {";

describe("debugging by clicks", function () {
  this.timeout(600_000);
  const workbench = useWorkbench({ answer: "Allow for This Session", folder: patientExample });

  const lineWith = (text: string) =>
    workbench()
      .page.locator(".view-line")
      .filter({ hasText: spaced(text) })
      .first();
  const topOf = async (target: Locator) => (await target.boundingBox({ timeout: 1000 }).catch(() => null))?.y;
  const toolbar = () => workbench().page.locator(".debug-toolbar");
  /** Where the plugin stands, once that is the line with this text and the debugger takes orders. */
  const standsOn = async (text: string) => {
    const { page, person } = workbench();
    const highlighted = page.locator(".debug-top-stack-frame-line").first();
    await person.until(`the line "${text}" to be highlighted`, async () => {
      if (!(await highlighted.isVisible())) return;
      const [line, highlight] = [await topOf(lineWith(text)), await topOf(highlighted)];
      return (line !== undefined && highlight !== undefined && Math.abs(line - highlight) < 3) || undefined;
    });
    await person.sees(toolbar().locator(".codicon-debug-step-over:not(.disabled)"));
  };
  const stop = () => workbench().person.press("Shift+F5", toolbar(), "hidden");

  /** Clicks left of the line's number until the breakpoint is there: an editor that has only just opened takes no clicks. */
  const clickMargin = async (text: string) => {
    const { page, person } = workbench();
    await person.sees(lineWith(text));
    const breakpoint = page.locator(".codicon-debug-breakpoint").first();
    await person.until("a breakpoint in the margin", async () => {
      const margin = await page.locator(".monaco-editor .margin").first().boundingBox();
      const top = await topOf(lineWith(text));
      if (!margin || top === undefined) return;
      await page.mouse.click(margin.x + 10, top + 9);
      // Another click on one that is only slow to be drawn would take it away.
      await breakpoint.waitFor({ timeout: 3000 }).catch(() => {});
      return (await breakpoint.isVisible()) || undefined;
    });
  };

  it("begins with F5 and no launch.json: AI Hub is offered, then what to debug of the plugin", async () => {
    const { page, person, picture, statusBar } = workbench();
    await person.sees(statusBar("AI Bookkeeper"));
    await person.openFile("bookkeeping.ts");
    await clickMargin(STOP);
    await page.keyboard.press("F5"); // once: nothing asks yet, and a second one would begin a second session
    await person.choose("AI Hub Plugin");
    await person.sees(person.offer("Generate Financial Report"));
    await picture("debug-what");
    await person.choose("The whole plugin");
    await person.sees(toolbar());
  });

  it("asks for permissions and says which line asks", async () => {
    const { person, picture, statusBar } = workbench();
    await person.sees(statusBar("AI Bookkeeper").locator(".codicon-plug"));
    await person.runCommand("Bookkeeping: Generate Financial Report");
    const question = await person.question("Allow");
    await picture("debug-prompt");
    assert.match((await question.textContent()) ?? "", /Asked by src\/services\/ledger\.ts:21 in read/);
  });

  it("stops where the margin was clicked and steps from there, values beside the code", async () => {
    const { page, person, picture } = workbench();
    await standsOn(STOP);
    await page.keyboard.press("F10");
    await standsOn(NEXT);
    const variables = page.locator(".debug-variables .monaco-list-row");
    await person.sees(variables.filter({ hasText: /^outside\s*=\s*\d+/ }).first());
    const lines = page.locator(".view-line");
    await person.sees(lines.filter({ hasText: /outside\s=\s\d+/ }).first());
    for (const less of ["View: Toggle Minimap", "View: Hide Panel", "Notifications: Clear All Notifications"])
      await person.runCommand(less);
    await picture("debugging");
  });

  it("evaluates in the frame, and goes on to the report", async () => {
    const { page, person, picture, statusBar } = workbench();
    await person.runCommand("Debug Console: Focus on Debug Console View");
    await person.sees(page.locator(".repl-input-wrapper .monaco-editor.focused"));
    await page.keyboard.type("transactions.length + outside");
    await page.keyboard.press("Enter");
    const results = page.locator(".repl .evaluation-result");
    await person.sees(results.filter({ hasText: /^\s*\d+/ }).first());
    await picture("debug-console");
    await page.keyboard.press("F5");
    await person.notification(/Report ready/);
    await person.notification(/report-.* is ready/);
    await stop();
    await person.sees(statusBar("AI Bookkeeper").locator(".codicon-plug"));
  });

  it("begins at a command in the plugins view, from which the plugin is stopped and started too", async () => {
    const { page, person, picture } = workbench();
    await person.runCommand("View: Show AI Hub");
    const inView = (text: string) => page.locator(".sidebar .monaco-list-row").filter({ hasText: text }).first();
    const click = (text: string, icon: string) =>
      person.clickOver(inView(text), inView(text).locator(`.action-label.codicon-${icon}`));
    await person.sees(inView("Generate Financial Report"));
    await inView("Generate Financial Report").hover();
    await picture("plugins-view");
    await click("Generate Financial Report", "debug-alt");
    await standsOn(STOP);
    await stop();
    await person.runCommand("View: Show AI Hub");
    await person.sees(inView("AI Bookkeeper").filter({ hasText: "running" }));
    await click("AI Bookkeeper", "debug-stop");
    await person.sees(inView("AI Bookkeeper").filter({ hasText: "stopped" }));
    await click("AI Bookkeeper", "debug-start");
    await person.sees(inView("AI Bookkeeper").filter({ hasText: "running" }));
  });

  it("writes a launch.json with the plugin in it, and nothing else, when one is asked for", async () => {
    const { page, person, picture, folder } = workbench();
    await person.runCommand("Debug: Add Configuration...");
    await person.choose("AI Hub Plugin");
    await person.sees(page.locator(".tab.active").filter({ hasText: "launch.json" }).first());
    const { configurations } = parse(await readFile(join(folder, ".vscode/launch.json"), "utf8"));
    const program = "${workspaceFolder}";
    assert.deepEqual(configurations, [{ type: "aihub", request: "launch", name: "AI Bookkeeper", program }]);
    await person.sees(lineWith(`"program": "${program}"`));
    await picture("debug-launch-json");
  });
});

/** Time is not the point: on a machine with much else to do its own limit might be too short for code that is debugged. */
async function patientExample(): Promise<string> {
  const folder = await copyExample();
  const file = join(folder, "plugin.json");
  const manifest = parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, limits: { ...manifest.limits, timeoutMs: 600_000 } }, null, 2));
  return folder;
}

/** Spaces in an editor are non-breaking. */
function spaced(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s"));
}
