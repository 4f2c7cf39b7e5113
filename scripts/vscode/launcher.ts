#!/usr/bin/env node
/**
 * Stands where `@vscode/test-electron` expects VS Code's program: takes its flags, runs the tests in the extension host of
 * the embedded VS Code, and ends with their exit code.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { launchBrowser, newPage } from "./browser.ts";
import { progressOnStderr as say } from "./cache.ts";
import { findChromium } from "./chromium.ts";
import { type LaunchFlags, parseLaunchFlags } from "./launch-flags.ts";
import { provisionVsCode } from "./provision.ts";
import { exitOnSignals, scratchFolder } from "./scratch.ts";
import { type EditorServer, startServer } from "./server.ts";
import { QUIET } from "./settings.ts";

/** After this long without the tests' end the run has failed. */
const LIMIT_MS = 600_000;
const verbose = process.env.AIHUB_VERBOSE === "1";

exitOnSignals();
process.exitCode = await launch(parseLaunchFlags(process.argv.slice(2))).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});

async function launch(flags: LaunchFlags): Promise<number> {
  if (flags.extensionTestsPath === undefined) throw new Error("--extensionTestsPath is missing: this runs tests only");
  const chromium = await findChromium(say);
  const vscode = await provisionVsCode(say);
  const scratch = await scratchFolder(join(tmpdir(), "aihub-vscode-"));
  const server = await startServer({
    vscode,
    dataDir: flags.userDataDir ?? join(scratch, "data"),
    extensionsDir: flags.extensionsDir ?? join(scratch, "extensions"),
    // In a browser VS Code saves what is typed after a second, on a desktop never.
    settings: { ...QUIET, "files.autoSave": "off" },
    tests: true,
    workspaceTrust: flags.workspaceTrust,
  });
  try {
    const browser = await launchBrowser(chromium);
    try {
      const page = await newPage(browser);
      const url = server.url(flags.folder ?? scratch, payload(server, flags, flags.extensionTestsPath));
      const end = Promise.withResolvers<number>();
      await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
        if (verbose) console.log(`[${type}]`, ...args);
      });
      await page.exposeFunction("codeAutomationExit", end.resolve);
      const failed = broken(server, page);
      await Promise.race([page.goto(url), failed]);
      return await Promise.race([end.promise, failed]);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** The extension host is a remote one to the page, hence the scheme. */
function payload(server: EditorServer, flags: LaunchFlags, tests: string): [string, string][] {
  const remote = (path: string) => `vscode-remote://localhost:${server.port}${pathToFileURL(path).pathname}`;
  return [
    ...flags.extensionDevelopmentPaths.map((path): [string, string] => ["extensionDevelopmentPath", remote(path)]),
    ["extensionTestsPath", remote(tests)],
    ["skipWelcome", "true"],
  ];
}

/** Rejects when the page or the server is gone, or the time is up. */
function broken(server: EditorServer, page: Page): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${server.output()}`));
    const timer = setTimeout(() => fail(`The tests did not end in ${LIMIT_MS / 1000} s`), LIMIT_MS);
    timer.unref();
    page.once("crash", () => fail("The page crashed"));
    page.once("close", () => fail("The browser ended"));
    void server.ended.then(() => fail("The VS Code server ended"));
  });
}
