/** A browser for the workbench. */
import { type Browser, chromium, type Page } from "playwright-core";
import type { Chromium } from "./chromium.ts";

/** How long the workbench is waited for where nothing else is said: a hang guard, for a machine that may be busy. */
const PATIENCE_MS = 120_000;

/** Headless. `--no-sandbox`: root and containers have none to give, and only our own server's pages are opened. */
export function launchBrowser({ executablePath, env }: Chromium): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    // Ours to handle; it ends with this process in any case.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { ...process.env, ...env },
    args: [
      "--headless=shell",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // VS Code would ask the extension gallery. Without a network that costs time-outs; with one a test would hang on it.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ],
  });
}

/** Under a POSIX locale the headless shell calls its language "en-US@posix", which `Intl` refuses: it is named here. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}
