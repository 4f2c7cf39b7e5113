/** A conversation with a debug session as a text that can be compared: numbers and paths that vary are replaced. */
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DebugTargets } from "../../../runtime/host/dap/debug-targets.ts";
import { DapSession } from "../../../runtime/host/dap/session.ts";

type Message = DebugProtocol.Response | DebugProtocol.Event;

/** What is numbered by whoever made it, with the name that a transcript gives it; 0 means none. */
const NUMBERS: Readonly<Record<string, string>> = { variablesReference: "ref", frameId: "frame" };

/** A client of a session that is inline, as in an editor. */
export class Conversation {
  readonly session: DapSession;
  readonly #lines: string[] = [];
  readonly #root: string;
  readonly #names = new Map<string, string>();
  readonly #waiting: ((message: Message) => boolean)[] = [];
  readonly #untaken: Message[] = [];
  #seq = 1;

  /** @param root the folder that is shown as `<root>` */
  constructor(targets: DebugTargets, root: string) {
    this.session = new DapSession(targets);
    this.#root = root;
    this.session.onDidSendMessage((message) => this.#receive(structuredClone(message) as Message));
  }

  async ask<B = Record<string, never>>(command: string, args?: object): Promise<B> {
    const seq = this.#seq++;
    this.#write("→", command, args);
    const answer = this.#await((one) => one.type === "response" && (one as DebugProtocol.Response).request_seq === seq);
    this.session.handleMessage({ type: "request", seq, command, arguments: args });
    return ((await answer) as DebugProtocol.Response).body as B;
  }

  event(name: string): Promise<Message> {
    return this.#await((one) => one.type === "event" && (one as DebugProtocol.Event).event === name);
  }

  /** Compares with the golden file of this name; with `AIHUB_GOLDEN=write` it is written instead. */
  async compare(name: string): Promise<void> {
    const file = fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url));
    const text = `${this.#lines.join("\n")}\n`;
    if (process.env.AIHUB_GOLDEN === "write") {
      await mkdir(new URL("golden/", import.meta.url), { recursive: true });
      await writeFile(file, text);
    }
    assert.equal(text, (await readFile(file, "utf8")).replaceAll("\r\n", "\n"));
  }

  #await(isMeant: (message: Message) => boolean): Promise<Message> {
    const at = this.#untaken.findIndex(isMeant);
    if (at >= 0) return Promise.resolve(this.#untaken.splice(at, 1)[0] as Message);
    return new Promise((resolve) => {
      this.#waiting.push((message) => {
        if (!isMeant(message)) return false;
        resolve(message);
        return true;
      });
    });
  }

  #receive(message: Message): void {
    if (message.type === "event") this.#write("•", (message as DebugProtocol.Event).event, message.body);
    else {
      const { command, success, message: why, body } = message as DebugProtocol.Response;
      this.#write("←", success ? command : `${command} failed: ${why}`, success ? body : undefined);
    }
    const at = this.#waiting.findIndex((take) => take(message));
    if (at >= 0) this.#waiting.splice(at, 1);
    else this.#untaken.push(message);
  }

  #write(direction: "→" | "←" | "•", name: string, body: unknown): void {
    const shown = body === undefined ? "" : ` ${JSON.stringify(this.#normal(body), undefined, 2)}`;
    this.#lines.push(`${direction} ${name}${shown}`);
  }

  #normal(value: unknown, key = "", isFrame = false): unknown {
    if (typeof value === "string") return value.replaceAll(this.#root, "<root>").replaceAll("\\", "/");
    if (Array.isArray(value)) return value.map((one) => this.#normal(one, key, key === "stackFrames"));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#normal(one, name, isFrame)]));
    }
    const kind = isFrame && key === "id" ? "frame" : NUMBERS[key];
    if (kind === undefined || typeof value !== "number" || value === 0) return value;
    const of = [...this.#names.values()].filter((each) => each.startsWith(kind)).length + 1;
    const known = this.#names.get(`${kind}:${value}`) ?? `${kind} ${of}`;
    this.#names.set(`${kind}:${value}`, known);
    return known;
  }
}
