/**
 * A complete VS Code server and web workbench from npm: the package `code-server`, of which only `lib/vscode` is used.
 *
 * Its native modules are neither fetched nor compiled, so that no compiler and no Node headers are needed: the terminal
 * and the file watcher come prebuilt, the watchdog and Kerberos are done without by VS Code itself. Without its log
 * writer (`@vscode/spdlog`) VS Code starts too, but output channels stay empty, because they are log files: so one in
 * JavaScript takes its place in our copy.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cached, type Progress } from "./cache.ts";

/** The versions of `code-server` that the suite runs on: that of VS Code plus 3.100.0 less 3.0.0, and their tarballs' hashes. */
const INTEGRITY: Readonly<Record<string, string>> = {
  "4.139.1": "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
};
const VERSION = "4.139.1";
const NPM_TIMEOUT_MS = 300_000;

/**
 * The folder of the VS Code server (`out/server-main.js` below it), fetched at the first call: 15 s and 600 MB.
 * Rejects with a sentence that says what is missing.
 */
export async function provisionVsCode(say: Progress): Promise<string> {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 24)
    throw new Error(`The VS Code server needs Node 24, this is ${process.version}: run it by "npm start"`);
  const logWriter = await readFile(new URL("log-writer.cjs", import.meta.url));
  const recipe = createHash("sha256").update(logWriter).digest("hex").slice(0, 8);
  const folder = await cached(
    `code-server-${VERSION}-${recipe}`,
    async (target) => {
      say(`Fetching VS Code from npm (code-server ${VERSION}); this happens once`);
      await writeFile(join(target, "package.json"), '{ "private": true }\n');
      // Its own install script builds for Kerberos; nothing that is run here needs it.
      await npm(target, "install", "--save-exact", `code-server@${VERSION}`);
      await verify(target);
      say("Fetching the modules that VS Code needs");
      const vscode = vscodeIn(target);
      await npm(vscode, "install");
      await writeFile(join(vscode, "node_modules/@vscode/spdlog/index.js"), logWriter);
      say("VS Code is ready (its log writer is one in JavaScript: no compiler needed)");
    },
    say,
  );
  return vscodeIn(folder);
}

function vscodeIn(folder: string): string {
  return join(folder, "node_modules/code-server/lib/vscode");
}

/** npm has checked the tarball against what the registry said; this checks it against what was reviewed. */
async function verify(folder: string): Promise<void> {
  const lock: { packages: Record<string, { integrity?: string }> } = JSON.parse(
    await readFile(join(folder, "package-lock.json"), "utf8"),
  );
  if (lock.packages["node_modules/code-server"]?.integrity !== INTEGRITY[VERSION]) {
    throw new Error(`code-server ${VERSION} is not the package that was reviewed: its hash differs`);
  }
}

async function npm(unresolved: string, ...args: readonly string[]): Promise<void> {
  const folder = await realpath(unresolved); // npm takes the packages below a linked prefix for somebody else's
  const quick = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const flags = ["--prefix", folder, "--ignore-scripts", "--omit=dev", ...quick, ...quiet];
  const { npm_execpath: npmCli, npm_config_local_prefix: _, ...env } = process.env;
  const [command, before] = npmCli?.endsWith("npm-cli.js") ? [process.execPath, [npmCli]] : ["npm", []];
  const options = {
    cwd: folder,
    env,
    timeout: NPM_TIMEOUT_MS,
    shell: process.platform === "win32" && before.length === 0,
  };
  await new Promise<void>((resolve, reject) => {
    execFile(command, [...before, ...args, ...flags], options, (error, _stdout, stderr) => {
      if (!error) return resolve();
      const why = error.killed ? `no end after ${NPM_TIMEOUT_MS / 1000} s` : stderr.trim() || error.message;
      reject(new Error(`"npm ${args.join(" ")}" failed; is the npm registry reachable?\n${why}`));
    });
  });
}
