/**
 * Where hostile programs run: a real host with a bystander plugin in it, and a folder with things worth stealing beside
 * each program. After every program the arena checks that nothing outside of its sandbox changed.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { AiHubError, IsolationError, PluginError } from "../../runtime/core/errors.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";
import { createTestHost, manifest, type TestHost } from "../support/host.ts";
import { isExpected, type Outcome, type Program } from "./program.ts";

const MEMORY_MB = 64;
/** What a program gets whose time may run out. */
const SHORT_MS = 1500;
/** What it gets when something else is to happen, however slow the machine is. */
const LONG_MS = 150_000;
/** A program that has not ended by then hangs. Generous: it says nothing about speed. */
const HANG_MS = 200_000;
const SECRET = "secret text\n";

export class Arena {
  readonly #test: TestHost;
  readonly #bystander: PluginInstance;
  readonly #workers = new Set<Worker>();
  readonly #before = hostGlobals();
  #count = 0;
  #stopWatching = (): void => {};

  static async create(): Promise<Arena> {
    const test = await createTestHost();
    const dir = await test.write("bystander", {
      "plugin.json": manifest({ name: "Bystander", ui: { commands: [{ id: "echo", title: "Echo" }] } }),
      "main.js": "export const commands = { echo: (x) => x };",
    });
    const bystander = await test.host.openFolder(dir);
    await bystander.start();
    return new Arena(test, bystander);
  }

  private constructor(test: TestHost, bystander: PluginInstance) {
    this.#test = test;
    this.#bystander = bystander;
    const onWorker = (worker: Worker): void => {
      this.#workers.add(worker);
      worker.once("exit", () => this.#workers.delete(worker));
    };
    process.on("worker", onWorker);
    this.#stopWatching = () => process.off("worker", onWorker);
  }

  async dispose(): Promise<void> {
    this.#stopWatching();
    await this.#test.dispose();
  }

  /** Runs one program and checks how it ended and what it left behind. */
  async check(program: Program): Promise<void> {
    const { instance, parent } = await this.#open(program);
    const echoes = this.#keepEchoing();
    const outcome = await within(run(instance, program), `${program.name} has not ended`);
    await within(echoes.stop(), "the bystander does not answer");
    await within(instance.stop(), `${program.name} cannot be stopped`);
    assert.ok(
      isExpected(outcome, program.expect),
      `${JSON.stringify(outcome)} is none of: ${program.expect.join(" | ")}`,
    );
    assert.deepEqual(await this.#bystander.invoke("echo", { n: [1, "ü"] }), { n: [1, "ü"] });
    await within(this.#allGone(), "a worker is left");
    assert.deepEqual(hostGlobals(), this.#before, "the host's globals changed");
    assert.equal(await readFile(join(parent, "secret.txt"), "utf8"), SECRET, "the file outside changed");
    assert.equal(await stat(join(parent, "outside")).catch(() => "absent"), "absent", "something was made outside");
    const { notifications, opened, logs } = this.#test.seen;
    assert.deepEqual(opened, [], "a file was opened");
    const printed = logs.reduce((sum, { text }) => sum + text.length, 0);
    assert.ok(printed < 20_000_000, `${printed} characters were printed`);
    assert.ok(notifications.length <= 5, `${notifications.length} notifications were shown`);
    assert.ok(!JSON.stringify([notifications, logs.slice(0, 50)]).includes("secret text"), "the secret came out");
    notifications.length = 0;
    logs.length = 0;
  }

  async #open(program: Program): Promise<{ instance: PluginInstance; parent: string }> {
    const parent = `${program.name}-${this.#count++}`;
    const files: Record<string, string | object> = {
      "secret.txt": SECRET,
      "plugin/data.txt": "public\n",
      "plugin/main.js": program.source,
    };
    const { allow } = program;
    if (program.manifest) {
      files["plugin/plugin.json"] = manifest({ name: `Hostile ${program.name}`, ...program.manifest });
      if (program.config !== undefined) files["plugin/config.json"] = program.config;
    }
    const outer = await this.#test.write(parent, files);
    const dir = join(outer, "plugin");
    await symlink("../secret.txt", join(dir, "link.txt"));
    await symlink("..", join(dir, "up"));
    await symlink("../outside", join(dir, "dangling"));
    await symlink("loop", join(dir, "loop"));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(dir, "fifo")]);
    const timeoutMs = program.expect.some((text) => text.trim() === "fault timeout") ? SHORT_MS : LONG_MS;
    const options = { rules: { allow, deny: {} }, limits: { timeoutMs, memoryMB: MEMORY_MB } };
    const instance = program.manifest
      ? await this.#test.host.openFolder(dir, options)
      : await this.#test.host.openFile(join(dir, "main.js"), options);
    return { instance, parent: outer };
  }

  /** Calls the bystander all the while; what it answers must be what it was given. */
  #keepEchoing(): { stop(): Promise<void> } {
    let running = true;
    const loop = async (): Promise<void> => {
      for (let n = 0; running; n++) {
        assert.equal(await this.#bystander.invoke("echo", n), n);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const done = loop();
    done.catch(() => {}); // `stop` tells
    return {
      stop() {
        running = false;
        return done;
      },
    };
  }

  /** Resolves when the bystander's worker is the only one of those started since the arena was made, or none is. */
  async #allGone(): Promise<void> {
    while (this.#workers.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function run(instance: PluginInstance, { invoke }: Program): Promise<Outcome> {
  try {
    await instance.start();
    const value = invoke ? await instance.invoke(invoke.entry, invoke.input) : instance.activated;
    return { kind: "value", json: JSON.stringify(value) ?? "undefined" };
  } catch (error) {
    if (error instanceof IsolationError) return { kind: "fault", fault: error.fault };
    assert.ok(error instanceof AiHubError, `not typed: ${error instanceof Error ? error.stack : String(error)}`);
    const code = error instanceof PluginError ? error.data.code : error.code;
    for (const text of [error.name, error.message, code]) assert.equal(typeof text, "string");
    assert.ok(error.message.length < 200_000, `a message of ${error.message.length} characters`);
    return { kind: "error", name: error.name, code, message: error.message.slice(0, 300) };
  }
}

/** What a program could have changed in the host's own realm. */
function hostGlobals(): unknown {
  const holders = [
    globalThis,
    Object.prototype,
    Array.prototype,
    Function.prototype,
    Promise.prototype,
    Map.prototype,
    String.prototype,
  ];
  return holders.map((holder) => Reflect.ownKeys(holder).map(String).sort());
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} after ${HANG_MS} ms`)), HANG_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
