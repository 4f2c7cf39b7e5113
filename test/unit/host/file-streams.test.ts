import assert from "node:assert/strict";
import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";

const MAIN = `
const watchers = [];
const told = [];
let reading;
const actions = {
  async lengths(path, chunkSize) {
    const lengths = [];
    for await (const chunk of aiHub.fs.readChunks(path, { chunkSize })) lengths.push(chunk.byteLength);
    return lengths;
  },
  async text(path, chunkSize) {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of aiHub.fs.readChunks(path, { chunkSize })) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  },
  async leave(path, times) {
    for (let i = 0; i < times; i++) for await (const chunk of aiHub.fs.readChunks(path, { chunkSize: 1 })) break;
    return "left";
  },
  async write(path, chunks, failAt) {
    await aiHub.fs.writeFile(path, (async function* () {
      for (const [i, chunk] of chunks.entries()) {
        if (i === failAt) throw new Error("no more");
        yield i % 2 ? new TextEncoder().encode(chunk) : chunk;
      }
    })());
  },
  async hold(path, count, write) {
    for (let i = 0; i < count; i++) {
      if (write) void aiHub.fs.writeFile(path + i, (async function* () { yield "x"; await new Promise(() => {}); })());
      else await aiHub.fs.readChunks(path)[Symbol.asyncIterator]().next();
    }
    return "held";
  },
  async watch(path) {
    const watcher = await aiHub.fs.watch(path);
    watchers.push(watcher);
    (async () => { for await (const event of watcher) told.push(event); told.push("ended"); })();
  },
  async begin(path) { reading = aiHub.fs.readChunks(path, { chunkSize: 1 }); },
  async next() { return new TextDecoder().decode((await reading.next()).value); },
  revoke: (path) => aiHub.permissions.revoke({ name: "read", path }).then(() => null),
  told: () => told.splice(0),
  close: () => Promise.all(watchers.splice(0).map((watcher) => watcher.close())),
  async watchMany(path, count) { for (let i = 0; i < count; i++) await aiHub.fs.watch(path); },
  call: (method, ...args) => aiHub.fs[method](...args),
};
export const commands = {
  async run([action, ...args]) {
    try { return { value: (await actions[action](...args)) ?? null }; }
    catch (error) { return { code: error.code, error: error.message }; }
  },
};`;

describe("aiHub.fs in chunks, and watching", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  async function open(name: string, rules: RuleLists = ALL) {
    const dir = await test.write(name, {
      "plugin.json": manifest({
        name,
        permissions: { filesystem: { read: ["./data", "./data/**"], write: ["./data/**"] } },
        ui: { commands: [{ id: "run", title: "Run" }] },
      }),
      "main.js": MAIN,
      "data/a.txt": "héllo, wörld",
      "secret.txt": "secret",
    });
    const instance = await test.host.openFolder(dir, { rules });
    const call = (action: string, ...args: unknown[]) =>
      instance.invoke("run", [action, ...args]) as Promise<{ value?: unknown; code?: string; error?: string }>;
    return { dir, instance, call };
  }

  it("reads a file of any size chunk by chunk", async () => {
    const { dir, instance, call } = await open("chunks-read");
    await writeFile(join(dir, "data/big"), Buffer.alloc(40 * 1024 * 1024, 1));
    const lengths = (await call("lengths", "./data/big", 8 * 1024 * 1024)).value;
    assert.deepEqual(lengths, new Array(5).fill(8 * 1024 * 1024));
    assert.equal((await call("call", "readFile", "./data/big")).code, "ERR_QUOTA");
    assert.deepEqual(await call("text", "./data/a.txt", 3), { value: "héllo, wörld" });
    assert.deepEqual(await call("text", "./data/a.txt"), { value: "héllo, wörld" });
    await instance.stop();
  });

  it("guards what is read in chunks as it guards the rest", async () => {
    const { instance, call } = await open("chunks-denied");
    assert.deepEqual(await call("text", "./secret.txt"), {
      code: "ERR_PERMISSION_DENIED",
      error: "File read not permitted: ./secret.txt",
    });
    assert.equal((await call("write", "./out.txt", ["x"])).error, "File write not permitted: ./out.txt");
    assert.equal((await call("watch", "./secret.txt")).error, "File read not permitted: ./secret.txt");
    assert.equal((await call("text", "./data")).code, "ERR_IO");
    assert.equal((await call("text", "./data/none")).code, "ERR_NOT_FOUND");
    assert.equal((await call("lengths", "./data/a.txt", 8 * 1024 * 1024 + 1)).code, "ERR_INVALID_ARGUMENT");
    await instance.stop();
  });

  it("writes chunk by chunk, wholly or not at all", async () => {
    const { dir, instance, call } = await open("chunks-write");
    assert.deepEqual(await call("write", "./data/new/out.txt", ["ä", "b", "c"]), { value: null });
    assert.equal(await readFile(join(dir, "data/new/out.txt"), "utf8"), "äbc");
    assert.equal((await call("write", "./data/new/out.txt", ["x", "y"], 1)).error, "no more");
    assert.equal(await readFile(join(dir, "data/new/out.txt"), "utf8"), "äbc");
    assert.deepEqual(await readdir(join(dir, "data/new")), ["out.txt"]);
    await instance.stop();
  });

  it("a loop that is left closes its file; no more than 32 are open", async () => {
    const { instance, call } = await open("chunks-open");
    assert.deepEqual(await call("leave", "./data/a.txt", 100), { value: "left" });
    assert.deepEqual(await call("hold", "./data/a.txt", 32), { value: "held" });
    assert.equal((await call("text", "./data/a.txt")).code, "ERR_QUOTA");
    await instance.stop();
  });

  it("a plugin that stops leaves no open file and no half-written one", async () => {
    const { dir, instance, call } = await open("chunks-stop");
    const before = (await openDescriptors(dir)).length;
    await call("hold", "./data/part", 5, true);
    await call("hold", "./data/a.txt", 5);
    if (process.platform === "linux") assert.ok((await openDescriptors(dir)).length >= before + 10);
    await instance.stop();
    assert.equal((await openDescriptors(dir)).length, before);
    assert.deepEqual(await readdir(join(dir, "data")), ["a.txt"]);
  });

  it("tells what changes in a folder, and nothing after the end", async () => {
    const { dir, instance, call } = await open("watch-folder");
    await call("watch", "./data");
    await writeFile(join(dir, "data/b.txt"), "b");
    const events = await until(call, (told) => told.some((event) => pathOf(event) === "./data/b.txt"));
    for (const event of events) assert.match((event as { type: string }).type, /^(change|rename)$/);
    await call("close");
    await until(call, (told) => told.includes("ended"));
    await instance.stop();
  });

  it("tells changes of a file by the plugin's name for it, and ends when it is not permitted any more", async () => {
    const { dir, instance, call } = await open("watch-file", { allow: {}, deny: {} });
    test.answer = async () => "once";
    await call("watch", "data/a.txt");
    await appendFile(join(dir, "data/a.txt"), "!");
    await until(call, (told) => told.some((event) => pathOf(event) === "data/a.txt"));
    test.answer = async () => "deny";
    assert.equal((await call("call", "readFile", "./data/a.txt")).code, "ERR_PERMISSION_DENIED");
    await appendFile(join(dir, "data/a.txt"), "!");
    assert.deepEqual(await until(call, (told) => told.includes("ended")), ["ended"]);
    await instance.stop();
  });

  it("what was allowed once and is open still ends when the permission is taken back", async () => {
    const { dir, instance, call } = await open("revoke-open", { allow: {}, deny: {} });
    test.answer = async () => "once";
    const permissions = await instance.permissions();
    const takenBack: [string, () => Promise<unknown>][] = [
      ["by its scope", () => permissions.forget("read", "./data/**")],
      ["by its path", () => permissions.forget("read", "./data/a.txt")],
      ["all at once", () => permissions.reset()],
      ["by the plugin", () => call("revoke", "./data/a.txt")],
    ];
    for (const [how, takeBack] of takenBack) {
      await writeFile(join(dir, "data/a.txt"), "hello");
      await call("watch", "./data/a.txt");
      await call("begin", "./data/a.txt");
      assert.deepEqual(await call("next"), { value: "h" }, how);
      await permissions.allow("write", `./data/${how}`); // nothing to do with it
      assert.deepEqual(await call("next"), { value: "e" }, how);
      await takeBack();
      assert.equal((await call("next")).code, "ERR_PERMISSION_DENIED", how);
      await appendFile(join(dir, "data/a.txt"), "!");
      assert.deepEqual(await until(call, (told) => told.includes("ended")), ["ended"], how);
    }
    await instance.stop();
  });

  it("watches a bounded number", async () => {
    const { dir, instance, call } = await open("watch-many");
    assert.equal((await call("watchMany", "./data", 65)).code, "ERR_QUOTA");
    await rm(join(dir, "data"), { recursive: true });
    await instance.stop();
  });

  type Call = (action: string) => Promise<{ value?: unknown }>;

  async function until(call: Call, enough: (told: readonly unknown[]) => boolean): Promise<unknown[]> {
    const told: unknown[] = [];
    while (!enough(told)) {
      told.push(...((await call("told")).value as unknown[]));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return told;
  }
});

function pathOf(event: unknown): string {
  return (event as { path?: string }).path ?? "";
}

/** What this process has open below the folder; nothing where the system does not tell. */
async function openDescriptors(dir: string): Promise<string[]> {
  const { readlink } = await import("node:fs/promises");
  const fds = await readdir("/proc/self/fd").catch(() => []);
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return links.filter((link) => link.startsWith(dir));
}
