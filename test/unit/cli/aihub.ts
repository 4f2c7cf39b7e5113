/** Runs the real command on copies of the fixtures. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
export const AIHUB = fileURLToPath(new URL("../../../node_modules/.bin/aihub", import.meta.url));

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Report {
  readonly ok: boolean;
  readonly value: unknown;
  readonly error: { name: string; message: string; code: string; stack: string } | null;
  readonly logs: readonly { level: string; text: string }[];
  readonly usage: Record<string, number>;
}

export class CliFixtures {
  readonly root = realpathSync(mkdtempSync(path.join(tmpdir(), "aihub-cli-")));

  /** Variables of the environment, beside those of this process. No policy but one that a test names. */
  env: Readonly<Record<string, string>> = { AIHUB_POLICY: "" };

  constructor() {
    for (const name of ["plugin", "bare", "broken-manifest", "syntax-error", "no-entry", "restless"]) {
      cpSync(path.join(FIXTURES, `cli-${name}`), path.join(this.root, name), { recursive: true });
    }
  }

  /** Starts the command in the folder of the fixtures, with a home of its own and nothing on stdin. */
  start(...argv: string[]): { child: ChildProcess; result: Promise<Result> } {
    const env = { ...process.env, AIHUB_HOME: path.join(this.root, "home"), NO_COLOR: "1", ...this.env };
    const child = spawn(AIHUB, argv, { cwd: this.root, env, stdio: ["ignore", "pipe", "pipe"] });
    return { child, result: resultOf(child) };
  }

  run(...argv: string[]): Promise<Result> {
    return this.start(...argv).result;
  }

  /** With `--json`: the one value on stdout. */
  async report(...argv: string[]): Promise<Result & { readonly report: Report }> {
    const result = await this.run(...argv, "--json");
    return { ...result, report: JSON.parse(result.stdout) as Report };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Resolves when the child has written `text` to stderr or stdout. */
export function seen(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = "";
    const onData = (chunk: string): void => {
      all += chunk;
      if (all.includes(text)) resolve();
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.on("close", () => reject(new Error(`The command ended without saying "${text}":\n${all}`)));
  });
}

/** What a command says until it ends. */
export function resultOf(
  child: ChildProcess & { readonly stdout: Readable; readonly stderr: Readable },
): Promise<Result> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
