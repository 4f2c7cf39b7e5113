/**
 * Another program swaps folders and files for links while a plugin uses them: between what was checked and what is
 * used there must be no moment to win. `AIHUB_RACE_ROUNDS` sets the rounds of each operation.
 */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { NO_PERMISSIONS } from "../../runtime/core/permissions/permission-set.ts";
import type { AuditEntry } from "../../runtime/core/ports.ts";
import { Broker } from "../../runtime/host/permissions/broker.ts";
import { GrantStore } from "../../runtime/host/permissions/grant-store.ts";
import { ReservedPlaces } from "../../runtime/host/permissions/reserved-places.ts";
import type { PluginContext } from "../../runtime/host/plugin-context.ts";
import { Dispatcher } from "../../runtime/host/rpc/dispatch.ts";
import { hostMethods } from "../../runtime/host/rpc/table.ts";
import { type Swapper, startSwapper } from "../support/link-swapper.ts";

const ROUNDS = Number(process.env.AIHUB_RACE_ROUNDS ?? 300);
/** On a disk that takes its time fewer rounds are enough. */
const ENOUGH_MS = Math.max(30_000, ROUNDS * 20);
const SECRET = "the secret outside";

describe("links swapped while files are used", function () {
  this.timeout(Math.max(240_000, ROUNDS * 60));
  let dir: string;
  let swapper: Swapper;
  let violations = 0;
  const dispatcher = new Dispatcher(hostMethods);

  before(async function () {
    if (process.platform !== "linux") this.skip(); // elsewhere the check is the best that there is, not exact
    dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-race-")));
    for (const path of ["outside/sub", "plugin/data/box/sub", "plugin/data/leaf", "plugin/data/calm"]) {
      mkdirSync(join(dir, path), { recursive: true });
    }
    writeFileSync(join(dir, "outside/file.txt"), SECRET);
    writeFileSync(join(dir, "outside/sub/file.txt"), SECRET);
    swapper = await startSwapper({
      folder: join(dir, "plugin/data/box"),
      file: join(dir, "plugin/data/leaf/file.txt"),
      outside: join(dir, "outside"),
    });
  });
  after(async () => {
    await swapper?.stop();
    if (dir !== undefined) await rm(dir, { recursive: true, force: true });
  });

  async function context(): Promise<PluginContext> {
    const reserved = new ReservedPlaces(join(dir, "home"), () => join(dir, "home/policy.json"));
    const roots = { plugin: join(dir, "plugin"), data: join(dir, "plugin"), workspace: [], reserved };
    const broker = new Broker({
      pluginId: "racer",
      pluginName: "Racer",
      declared: { ...NO_PERMISSIONS, read: ["./data/**"], write: ["./data/**"] },
      rules: { allow: { read: "all", write: "all" }, deny: {} },
      store: new GrantStore(join(dir, "permissions.json")),
      roots,
      reasons: {},
      prompter: { ask: async () => "deny" },
      audit: { record: (entry: AuditEntry) => void (entry.violation && violations++) },
      signal: new AbortController().signal,
    });
    return { broker } as PluginContext; // all that file methods know of a plugin
  }

  type Call = (method: string, args: object) => Promise<{ ok: boolean; text: string }>;

  /** Runs the rounds, and requires that the swapper was at it all the while, in and out of the way. */
  async function race(round: (call: Call, n: number) => Promise<boolean>): Promise<void> {
    const plugin = await context();
    const { signal } = new AbortController();
    const call: Call = async (method, args) => {
      const reply = await dispatcher.dispatch(1, `fs.${method}`, { json: JSON.stringify(args) }, plugin, signal);
      if (!reply.ok) assert.match(reply.error.code, /^ERR_(PERMISSION_DENIED|NOT_FOUND|IO)$/, reply.error.message);
      return { ok: reply.ok, text: reply.ok ? reply.value.json : "" };
    };
    const swapsBefore = swapper.count;
    let done = 0;
    let refused = 0;
    const tested = () => done > 0 && refused > 0 && swapper.count - swapsBefore > ROUNDS / 10;
    // On a busy machine the swapper may have slept meanwhile: then on, until both had their turns.
    const end = performance.now() + ENOUGH_MS;
    for (let n = 0; (n < ROUNDS && performance.now() < end) || (!tested() && n < 100 * ROUNDS); n++) {
      if (await round(call, n)) done++;
      else refused++;
    }
    assert.ok(tested(), `the swapper was never in the way: ${done} rounds got through, ${refused} did not`);
    assert.equal(readFileSync(join(dir, "outside/file.txt"), "utf8"), SECRET, "the file outside changed");
    assert.equal(readFileSync(join(dir, "outside/sub/file.txt"), "utf8"), SECRET, "the file outside changed");
    assert.deepEqual(readdirSync(join(dir, "outside")).sort(), ["file.txt", "sub"]);
    assert.deepEqual(readdirSync(join(dir, "outside/sub")), ["file.txt"]);
  }

  const places = ["./data/box/file.txt", "./data/leaf/file.txt", "./data/box/sub/file.txt"];
  const place = (n: number) => places[n % places.length] ?? "";

  it("a check by path and a use by path lose this race", async () => {
    const path = join(dir, "plugin/data/box/file.txt");
    let escaped = false;
    for (let n = 0; n < 100_000 && !escaped; n++) {
      if (n % 50 === 0) hostWrite();
      if ((await realpath(path).catch(() => "")) !== path) continue;
      // A use that comes right behind its check seldom loses; one that is kept waiting does.
      for (const swaps = swapper.count; swapper.count === swaps; )
        await new Promise((resolve) => setImmediate(resolve));
      escaped = (await readFile(path, "utf8").catch(() => "")) === SECRET;
    }
    assert.ok(escaped);

    /** Something to read, so that the check can pass. */
    function hostWrite(): void {
      try {
        writeFileSync(join(dir, "plugin/data/box-aside/file.txt"), "public");
      } catch {
        // the folder is back in its place
      }
    }
  });

  it("read", async () => {
    await race(async (call, n) => {
      await call("writeFile", { path: place(n), text: "public" });
      const { ok, text } = await call("readFile", { path: place(n), as: "text" });
      assert.ok(!text.includes(SECRET), `round ${n} read the secret`);
      return ok;
    });
  });

  it("write", async () => {
    await race(async (call, n) => (await call("writeFile", { path: place(n), text: `written ${n}` })).ok);
  });

  it("rm", async () => {
    await race(async (call, n) => {
      await call("writeFile", { path: place(n), text: "to be removed" });
      return (await call("rm", { path: n % 6 === 5 ? "./data/box/sub" : place(n), recursive: true })).ok;
    });
  });

  it("mkdir", async () => {
    await race(async (call, n) => {
      const { ok } = await call("mkdir", { path: `./data/box/sub/made/${n % 100}` });
      if (n % 100 === 99) await call("rm", { path: "./data/box/sub/made", recursive: true });
      return ok;
    });
  });

  it("rename, out of the place that is swapped and into it", async () => {
    await race(async (call, n) => {
      const calm = `./data/calm/${n}`;
      if (n % 2 === 0) {
        await call("writeFile", { path: place(n), text: "to be moved" });
        const { ok } = await call("rename", { from: place(n), to: calm });
        if (ok) assert.doesNotMatch((await call("readFile", { path: calm, as: "text" })).text, /secret/);
        return ok;
      }
      await call("writeFile", { path: calm, text: "to be moved in" });
      return (await call("rename", { from: calm, to: place(n) })).ok;
    });
  });

  it("copy, list and stat", async () => {
    await race(async (call, n) => {
      const calm = `./data/calm/copy-${n % 10}`;
      await call("writeFile", { path: place(n), text: "public" });
      const copied = await call("copy", { from: place(n), to: calm });
      if (copied.ok) assert.doesNotMatch((await call("readFile", { path: calm, as: "text" })).text, /secret/);
      const stat = await call("stat", { path: place(n) });
      assert.ok(!stat.ok || (JSON.parse(stat.text) as { size: number }).size !== SECRET.length, "stat of the secret");
      return copied.ok;
    });
  });

  it("records the attempts as violations", () => {
    assert.ok(violations > 0);
  });
});
