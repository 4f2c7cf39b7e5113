/** Runs a program of this checkout and hands back how it ended. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Inherits standard output; resolves with the exit code (128 when a signal ended it). */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 128));
  });
}
