/** Installs the peers (test/bench/package.json) on demand and says which of them can run here. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);

/** Why the peers cannot be had, or undefined. None of them needs its install script. */
export async function installPeers(): Promise<string | undefined> {
  if (await isCurrent()) return undefined;
  console.error("Installing the peers into test/bench/node_modules (130 MB, once) …");
  // Not `npm ci`: a lock that was made where a registry lacks the other platforms of Deno would fail it.
  const args = [
    "install",
    "--no-save",
    "--prefix",
    folder,
    "--ignore-scripts",
    "--legacy-peer-deps",
    "--no-audit",
    "--no-fund",
  ];
  const { status, error } = spawnSync("npm", args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status === 0) return undefined;
  return `npm install failed (${error?.message ?? `exit code ${status}`})`;
}

/** The Deno program itself. @throws Error when there is none for this platform. */
export function denoProgram(): string {
  const family = process.platform === "linux" ? "-glibc" : "";
  const name = `@deno/${process.platform}-${process.arch}${family}`;
  const program = process.platform === "win32" ? "deno.exe" : "deno";
  return require.resolve(`${name}/${program}`);
}

/** Name and version of what runs here, for the table. */
export async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(`${folder}node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version}`;
}

/** npm writes this file last; it is older than the lock when the lock has changed since. */
async function isCurrent(): Promise<boolean> {
  const installed = `${folder}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  return (await stat(installed)).mtimeMs >= (await stat(`${folder}package-lock.json`)).mtimeMs;
}
