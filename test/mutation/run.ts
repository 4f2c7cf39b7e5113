/** `npm run test:mutation`: installs Stryker on first use and lets it change the code under test in every small way. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const stryker = `${folder}node_modules/@stryker-mutator/core/bin/stryker.js`;

function run(command: string, ...args: string[]): number {
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npm",
  });
  return status ?? 1;
}

let code = 0;
if (!existsSync(stryker)) code = run("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund");
if (code === 0) code = run(process.execPath, stryker, "run", ...process.argv.slice(2));
process.exitCode = code;
