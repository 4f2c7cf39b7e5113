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
import { manifest } from "../../support/host.ts";
import { installPlugin } from "../../support/installed.ts";

const MAIN = "export function activate() {} export const commands = { greet: () => {} };";
const declares = (title: string) => ({ ui: { commands: [{ id: "greet", title }] } });
const out = join(root, ".out");
const quiet = () => {};

describe("a workspace that is not trusted", function () {
  this.timeout(180_000);
  let scratch: string;
  let home: string;
  let server: EditorServer;
  let browser: Browser;
  let page: Page;
  let person: Person;

  before(async () => {
    await mkdir(out, { recursive: true });
    scratch = await mkdtemp(join(tmpdir(), "aihub-trust-"));
    const folder = join(scratch, "workspace");
    const files = {
      "plugin.json": JSON.stringify(manifest({ name: "Of Workspace", ...declares("Greet From Workspace") })),
      "main.js": MAIN,
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await build();
    const profile = join(scratch, "profile");
    home = join(profile, "data/data/User/globalStorage/pajamasweb.ai-hub");
    server = await startWithExtension(profile, quiet, { workspaceTrust: true });
    browser = await launchBrowser(await findChromium(quiet));
    page = await newPage(browser);
    person = new Person(page, "No, I don't trust the authors");
    await person.open(server.url(folder));
    await page.locator(".part.banner").filter({ hasText: "Restricted Mode" }).waitFor({ timeout: 60_000 });
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

  it("runs no plugin of its own and says why", async () => {
    await person.runCommand("AI Hub: Run Plugin Command…");
    await person.notification(/Plugins of a workspace run only when you trust it\./);
    await page.screenshot({ path: join(out, "restricted.png") });
  });

  it("debugs no plugin of its own either", async () => {
    await person.runCommand("Notifications: Clear All Notifications");
    await person.runCommand("AI Hub: Debug Plugin…");
    await person.notification(/Plugins of a workspace are debugged only when you trust it\./);
  });

  it("runs an installed plugin, from the moment that it is installed elsewhere", async () => {
    installPlugin(home, "installed", declares("Greet From Home"), { "main.js": MAIN });
    await page.locator(".statusbar-item").filter({ hasText: "installed" }).waitFor({ timeout: 60_000 });
    await person.runCommand("AI Hub: Run Plugin Command…");
    await rows().filter({ hasText: "Greet From Home" }).waitFor();
    await rows().filter({ hasText: "Greet From Workspace" }).waitFor({ state: "hidden" });
    await page.keyboard.press("Escape");
  });

  it("has its launch.json debug nothing before the person trusts it, installed plugins neither", async () => {
    const program = join(home, "plugins/installed/current");
    const config = { type: "aihub", request: "launch", name: "Quiet", program, permissions: "all", entry: "greet" };
    await mkdir(join(scratch, "workspace/.vscode"), { recursive: true });
    await writeFile(
      join(scratch, "workspace/.vscode/launch.json"),
      JSON.stringify({ version: "0.2.0", configurations: [config] }),
    );
    const offer = rows().filter({ hasText: "Quiet" }).first();
    for (let tries = 0; tries < 20 && !(await offer.isVisible()); tries += 1) {
      await person.runCommand("Debug: Select and Start Debugging"); // what is new on the disk shows when it opens again
      await offer.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press("Escape"));
    }
    await offer.click();
    const dialog = page.locator(".monaco-dialog-box").filter({ hasText: "Debugging executes" });
    await dialog.waitFor();
    await page.screenshot({ path: join(out, "restricted-debug.png") });
    await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.locator(".debug-toolbar").waitFor({ state: "hidden" });
    await rm(join(scratch, "workspace/.vscode"), { recursive: true });
  });

  it("runs its own plugins too once it is trusted", async () => {
    await person.runCommand("Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).first().click();
    await page.locator(".part.banner").filter({ hasText: "Restricted Mode" }).waitFor({ state: "hidden" });
    await person.runCommand("AI Hub: Run Plugin Command…");
    await rows().filter({ hasText: "Greet From Workspace" }).waitFor();
  });
});
