/** Runs the real command in a real terminal. */
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { AIHUB, type CliFixtures } from "./aihub.ts";

/** util-linux's `script` runs a command in a pseudo-terminal; macOS has another of that name, Windows none. */
export const HAS_TERMINAL =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true;

const HANGS_MS = 200_000;

/** Keys to press once a text is on the screen after those before it. */
export interface Typed {
  readonly when: string;
  readonly keys: string;
}

/**
 * @param command what follows `aihub`, for a shell
 * @param early is typed at once
 */
export async function inTerminal(
  cli: CliFixtures,
  command: string,
  typed: readonly Typed[],
  early = "",
): Promise<{ code: number | null; screen: string }> {
  const env = { ...process.env, AIHUB_HOME: path.join(cli.root, "home") };
  const child = spawn("script", ["-qec", `'${AIHUB}' ${command}`, "/dev/null"], {
    cwd: cli.root,
    env,
    stdio: ["pipe", "pipe", "inherit"],
    timeout: HANGS_MS,
  });
  let screen = "";
  let seen = 0;
  const waiting = [...typed];
  child.stdin.write(early);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    for (let next = waiting[0]; next; next = waiting[0]) {
      const at = screen.indexOf(next.when, seen);
      if (at < 0) return;
      seen = at + next.when.length;
      waiting.shift();
      child.stdin.write(next.keys);
    }
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, screen: stripVTControlCharacters(screen).replaceAll("\r\n", "\n") };
}
