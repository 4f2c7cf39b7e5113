/** `npm start`: builds the extension and opens a real VS Code on the AI Bookkeeper example. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { check } from "./check-start.ts";
import { root, run } from "./run.ts";
import { cacheDir, progressOnStderr as say } from "./vscode/cache.ts";
import { startWithExtension } from "./vscode/session.ts";

const HELP = `npm start -- [--check | --embedded | --help]

Builds the extension and opens VS Code on examples/ai-bookkeeper with the plugin running: "code" if it is on the PATH,
otherwise an embedded VS Code whose address is printed, and opened in your browser where there is a display. Ctrl-C ends it.

  --embedded   the embedded VS Code even where there is a "code"
  --check      unattended, in a fresh profile and a headless browser: runs "Bookkeeping: Generate Financial Report",
               answers the permission prompts, opens the panel; leaves .out/panel.png and .out/report.*; exit code 0 or 1
  --help       this text

AIHUB_CHROMIUM names the browser for --check; otherwise one of this machine, otherwise the one from npm is used.`;

const example = join(root, "examples", "ai-bookkeeper");

try {
  const { values: flags } = parseArgs({
    options: { check: { type: "boolean" }, embedded: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (flags.help) console.log(HELP);
  else {
    say("Building the extension");
    await build();
    if (flags.check) await check(say);
    else if (!flags.embedded && hasCode()) await openCode();
    else await openEmbedded();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function hasCode(): boolean {
  const names = process.platform === "win32" ? ["code.cmd", "code.exe"] : ["code"];
  return (process.env.PATH ?? "").split(delimiter).some((dir) => names.some((name) => existsSync(join(dir, name))));
}

async function openCode(): Promise<void> {
  say('Opening "code"');
  process.exitCode = await run("code", [`--extensionDevelopmentPath=${root}`, example]);
}

async function openEmbedded(): Promise<void> {
  // Kept between starts, so that what was granted stays granted.
  const server = await startWithExtension(join(cacheDir, "profile"), say);
  const url = server.url(example);
  console.log(`\nVS Code with AI Hub: ${url}\nCtrl-C ends it.`);
  const hasDisplay =
    process.env.DISPLAY || process.env.WAYLAND_DISPLAY || ["darwin", "win32"].includes(process.platform);
  if (hasDisplay) openDefaultBrowser(url);
  const asked = new Promise<"asked">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve("asked"));
  });
  const why = await Promise.race([asked, server.ended]);
  await server.stop();
  if (why !== "asked") throw new Error(`The VS Code server ended by itself\n${server.output()}`);
}

function openDefaultBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", () => say("No browser could be opened: open the address yourself"));
  child.unref();
}
