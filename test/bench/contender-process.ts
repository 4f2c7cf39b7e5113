/** The driver's end of a contender's process; see serve.ts. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Answer, Request } from "./serve.ts";

const SERVE = fileURLToPath(new URL("serve.ts", import.meta.url));

export class ContenderProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #exited: Promise<unknown>;

  /** @param command the program and its arguments before the script */
  constructor([program, ...args]: readonly [string, ...string[]]) {
    this.#child = spawn(program, [...args, SERVE], { stdio: ["pipe", "pipe", "inherit"] });
    this.#exited = new Promise((resolve) => this.#child.on("close", resolve).on("error", resolve));
    this.#child.stdin?.on("error", () => {}); // the end of its output says that it is gone
    this.#lines = linesOf(this.#child)[Symbol.asyncIterator]();
  }

  /** @throws what went wrong in the contender, as text. */
  async measure(request: Request): Promise<number> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done) throw new Error(`The process of ${request.contender} ended (code ${this.#child.exitCode})`);
    const answer = JSON.parse(line.value) as Answer;
    if ("error" in answer) throw new Error(answer.error);
    return answer.value;
  }

  /** Resolves when the process is gone. */
  async dispose(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exited;
  }
}

function linesOf(child: ChildProcess): Interface {
  if (!child.stdout) throw new Error("The process has no output");
  return createInterface({ input: child.stdout });
}
