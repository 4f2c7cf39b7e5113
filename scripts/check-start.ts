/** `npm start -- --check`: what a person does with the AI Bookkeeper, by machine, in a fresh profile. */
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { root } from "./run.ts";
import { launchBrowser, newPage } from "./vscode/browser.ts";
import type { Progress } from "./vscode/cache.ts";
import { findChromium } from "./vscode/chromium.ts";
import { copyExample } from "./vscode/example.ts";
import { Person } from "./vscode/person.ts";
import { exitOnSignals, scratchFolder } from "./vscode/scratch.ts";
import { startWithExtension } from "./vscode/session.ts";

const out = join(root, ".out");
const COMMAND = "Bookkeeping: Generate Financial Report";
const PLUGIN = "AI Bookkeeper";
const ANSWER = "Allow for This Session";

/** Rejects with what was missing; leaves `.out/panel.png` and `.out/report.*`, or `.out/failed.png`. */
export async function check(say: Progress): Promise<void> {
  const chromium = await findChromium(say);
  await mkdir(out, { recursive: true });
  for (const name of await readdir(out)) {
    if (/^(panel\.png|failed\.png|report\..*)$/.test(name)) await rm(join(out, name));
  }
  exitOnSignals();
  const profile = await scratchFolder(join(tmpdir(), "aihub-check-"));
  const folder = await copyExample();
  const server = await startWithExtension(profile, say);
  try {
    const browser = await launchBrowser(chromium);
    try {
      const person = new Person(await newPage(browser), ANSWER);
      await person.open(server.url(folder));
      await usePlugin(person, folder).catch(async (error: unknown) => {
        await person.page.screenshot({ path: join(out, "failed.png") });
        throw new Error(`${error instanceof Error ? error.message : error}\nSee .out/failed.png`);
      });
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function usePlugin(person: Person, folder: string): Promise<void> {
  await person.activity(PLUGIN).waitFor({ timeout: 120_000 });
  console.log(`Seen in the activity bar: ${PLUGIN}`);
  await person.runCommand(COMMAND);
  const notification = await person.notification(/Report ready|failed/);
  if (!notification.includes("Report ready")) throw new Error(`The command failed: ${notification}`);
  console.log(`Notified: ${notification}`);
  await person.notification(/report-.* is ready/); // the last thing that the command asks for
  await person.click(person.activity(PLUGIN));
  const panel = await person.webview("p.count");
  for (const prompt of person.prompts) console.log(`Asked: ${prompt} → ${ANSWER}`);
  console.log(`Panel: ${await panel.locator("p.count").textContent()}`);
  await person.page.screenshot({ path: join(out, "panel.png") });
  await person.runCommand("AI Hub: Show Log");
  console.log(`Log: ${await person.output(/AI\sBookkeeper.*is\srunning/)}`);
  const reports = await readdir(join(folder, "data", "output"));
  if (reports.length === 0) throw new Error("The command wrote no report into data/output");
  for (const name of reports) await cp(join(folder, "data", "output", name), join(out, `report${extname(name)}`));
  console.log(`Saved: .out/panel.png, ${reports.map((name) => `.out/report${extname(name)}`).join(", ")}`);
}
