#!/usr/bin/env node
/**
 * Starts the CLI, which is TypeScript that Node 24 runs as it stands. An older Node hands over to the one that the npm
 * package `node` installed. This file itself must run on Node 20.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import path from "node:path";
import process from "node:process";

const NEEDED = 24;

/** @returns {string | undefined} the executable of the npm package `node` */
function bundledNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve("node/package.json"));
    const file = path.join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined; // not installed
  }
}

/** Runs this command again under another Node; signals and the exit code are passed on. */
function handOver(/** @type {string} */ node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`Cannot start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
}

function fail(/** @type {string} */ message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // Early releases of Node 24 warn of type stripping: nothing the person who runs a plugin can act on.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  // Stripped and compiled modules are kept beside the rest of our state, not in a temporary folder that others may
  // write to: that halves the time until a command does something. Where it cannot be written, nothing is kept.
  const { aihubHome } = await import("../home.ts");
  module.enableCompileCache(path.join(aihubHome(), "cache"));
  const { main } = await import("../main.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = bundledNode();
  if (node === undefined) {
    fail(`aihub needs Node ${NEEDED} or newer, this is ${process.version}. Install it, or run npm ci in the checkout.`);
  } else handOver(node);
}
