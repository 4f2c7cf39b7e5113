import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import type { Browser, Locator, Page } from "playwright-core";
import { build } from "../../../scripts/build.ts";
import { root } from "../../../scripts/run.ts";
import { launchBrowser, newPage } from "../../../scripts/vscode/browser.ts";
import { findChromium } from "../../../scripts/vscode/chromium.ts";
import { Person } from "../../../scripts/vscode/person.ts";
import type { EditorServer } from "../../../scripts/vscode/server.ts";
import { startWithExtension } from "../../../scripts/vscode/session.ts";

const FILES = {
  "plugin.json": `{
  "name": "Clicked", "version": "1.0.0", "type": "tool", "license": "MIT",
  "permissions": {
    "filesystem": { "read": ["./data/*", "/srv/**"] },
    "system": { "notifications": true },
    "reasons": { "filesystem.read": "Reads the note that you ask for." }
  },
  "ui": { "commands": [{ "id": "read", "title": "Read Note", "category": "Demo" }] },
  "build": { "entry": "main.js" }
}
`,
  "main.js": `export const commands = {
    read: async () => {
      const text = await aiHub.fs.readFile("./data/note.txt").catch((error) => error.message);
      await aiHub.ui.showNotification("Answer: " + text);
    },
  };`,
  "data/note.txt": "a note",
};
const out = join(root, ".out");
const quiet = () => {};

describe("permissions by clicks", function () {
  this.timeout(180_000);
  let scratch: string;
  let server: EditorServer;
  let browser: Browser;
  let page: Page;
  let person: Person;

  before(async () => {
    await mkdir(out, { recursive: true });
    scratch = await mkdtemp(join(tmpdir(), "aihub-clicks-"));
    const folder = join(scratch, "clicked");
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await build();
    server = await startWithExtension(join(scratch, "profile"), quiet);
    browser = await launchBrowser(await findChromium(quiet));
    page = await newPage(browser);
    person = new Person(page, "Always Allow");
    await person.open(server.url(folder));
    await page.locator(".statusbar-item").filter({ hasText: "Clicked" }).waitFor({ timeout: 60_000 });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await page.screenshot({ path: join(out, "failed.png") });
  });

  const rows = () => page.locator(".quick-input-widget .monaco-list-row");
  const choose = async (text: string) => {
    await rows().filter({ hasText: text }).first().click();
  };
  const readNote = async () => {
    await person.runCommand("AI Hub: Run Plugin Command…");
    await choose("Demo: Read Note");
  };
  const picture = (name: string) => page.screenshot({ path: join(out, `${name}.png`) });

  it("a question tells its details, and its answer is then used", async () => {
    await readNote();
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.waitFor({ timeout: 60_000 });
    await picture("prompt");
    await press(page, dialog, "Details…");
    await dialog.getByText("Declared in line 4 of").waitFor();
    await picture("prompt-details");
    assert.match((await dialog.textContent()) ?? "", /The plugin says: "Reads the note that you ask for\."/);
    assert.match((await dialog.textContent()) ?? "", /Asked by main\.js:3 in read/);
    await press(page, dialog, "Allow for This Session");
    assert.match(await person.notification(/Answer/), /Answer: a note/);
  });

  it("the list of permissions takes the answer back, and the next use is denied", async () => {
    await page.keyboard.press("Escape");
    await person.runCommand("Notifications: Clear All Notifications");
    await person.runCommand("AI Hub: Manage Permissions…");
    await rows().filter({ hasText: "allowed for this session" }).waitFor();
    await picture("permissions");
    assert.match((await rows().filter({ hasText: "/srv/**" }).textContent()) ?? "", /broad/);
    await choose("./data/*");
    await choose("Always Deny");
    await rows().filter({ hasText: "denied always" }).waitFor();
    await choose("./data/*");
    await choose("Show in plugin.json");
    await page.locator(".tab.active").filter({ hasText: "plugin.json" }).waitFor();
    await readNote();
    assert.match(await person.notification(/Answer/), /File read not permitted/);
  });

  it("the audit list shows both, and what is typed filters it", async () => {
    await person.runCommand("AI Hub: Show Permission Audit");
    await rows().filter({ hasText: "granted read" }).first().waitFor();
    await picture("audit");
    await page.keyboard.type("decision:denied note.txt");
    await rows().filter({ hasText: "granted read" }).first().waitFor({ state: "hidden" });
    await rows().filter({ hasText: "denied read" }).first().click();
    await page.locator(".tab").filter({ hasText: "plugin.json" }).waitFor();
    await picture("audit-jump");
  });

  it("the review names the risks, and takes what is checked", async () => {
    await person.runCommand("AI Hub: Review Permissions…");
    await rows().filter({ hasText: "/srv/**" }).filter({ hasText: "broad: reads files beyond" }).waitFor();
    const notes = rows().first();
    assert.match((await notes.textContent()) ?? "", /\.\/data\/\*.*denied always/);
    await picture("review");
    await notes.click(); // checks it
    await rows().filter({ hasText: "denied always" }).waitFor({ state: "hidden" });
    await page.locator(".quick-input-widget").getByRole("button", { name: "OK" }).click();
    await person.runCommand("Notifications: Clear All Notifications");
    await readNote();
    assert.match(await person.notification(/Answer/), /Answer: a note/);
  });
});

/** After so long that the answer is not taken for a stray key. */
async function press(page: Page, dialog: Locator, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await dialog.getByRole("button", { name, exact: true }).click();
}
