import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { manifest } from "../../support/host.ts";
import { installPlugin } from "../../support/installed.ts";
import { useWorkbench, writeFiles } from "../../support/workbench.ts";

const MAIN = "export function activate() {} export const commands = { greet: () => {} };";
const declares = (title: string) => ({ ui: { commands: [{ id: "greet", title }] } });
const FILES = {
  "plugin.json": JSON.stringify(manifest({ name: "Of Workspace", ...declares("Greet From Workspace") })),
  "main.js": MAIN,
};

describe("a workspace that is not trusted", function () {
  this.timeout(600_000);
  const workbench = useWorkbench({
    answer: "No, I don't trust the authors",
    folder: (scratch) => writeFiles(join(scratch, "workspace"), FILES),
    workspaceTrust: true,
  });
  const banner = () => workbench().page.locator(".part.banner").filter({ hasText: "Restricted Mode" });

  it("runs no plugin of its own and says why", async () => {
    const { person, picture } = workbench();
    await person.sees(banner());
    await person.runCommand("AI Hub: Run Plugin Command…");
    await person.notification(/Plugins of a workspace run only when you trust it\./);
    await picture("restricted");
  });

  it("debugs no plugin of its own either", async () => {
    const { person } = workbench();
    await person.runCommand("Notifications: Clear All Notifications");
    await person.runCommand("AI Hub: Debug Plugin…");
    await person.notification(/Plugins of a workspace are debugged only when you trust it\./);
  });

  it("runs an installed plugin, from the moment that it is installed elsewhere", async () => {
    const { page, person, home, statusBar } = workbench();
    installPlugin(home, "installed", declares("Greet From Home"), { "main.js": MAIN });
    await person.sees(statusBar("installed"));
    await person.runCommand("AI Hub: Run Plugin Command…");
    await person.sees(person.offer("Greet From Home"));
    await person.sees(person.offer("Greet From Workspace"), "hidden");
    await page.keyboard.press("Escape");
  });

  it("has its launch.json debug nothing before the person trusts it, installed plugins neither", async () => {
    const { page, person, picture, home, folder } = workbench();
    const program = join(home, "plugins/installed/current");
    const config = { type: "aihub", request: "launch", name: "Quiet", program, permissions: "all", entry: "greet" };
    const settings = join(folder, ".vscode");
    await mkdir(settings, { recursive: true });
    await writeFile(join(settings, "launch.json"), JSON.stringify({ version: "0.2.0", configurations: [config] }));
    const offer = person.offer("Quiet");
    await person.until("the launch.json to be offered", async () => {
      await person.runCommand("Debug: Select and Start Debugging"); // what is new on the disk shows when it opens again
      await offer.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press("Escape"));
      return (await offer.isVisible()) || undefined;
    });
    await offer.click();
    const question = await person.question("Debugging executes");
    await picture("restricted-debug");
    await person.answer(question, "Cancel");
    await question.waitFor({ state: "hidden" });
    await person.sees(page.locator(".debug-toolbar"), "hidden");
    await rm(settings, { recursive: true });
  });

  it("runs its own plugins too once it is trusted", async () => {
    const { page, person } = workbench();
    await person.runCommand("Workspaces: Manage Workspace Trust");
    const editor = page.locator(".workspace-trust-editor");
    await person.click(editor.getByRole("button", { name: "Trust", exact: true }).first());
    await person.sees(banner(), "hidden");
    await person.runCommand("AI Hub: Run Plugin Command…");
    await person.sees(person.offer("Greet From Workspace"));
  });
});
