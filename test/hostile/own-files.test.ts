/**
 * A plugin that was granted the whole disk goes for AI Hub itself: its own grants, the policy, the audit trail, other
 * plugins' code and data. Whatever it was granted, it finds all of that shut, and its own folder open.
 */
import assert from "node:assert/strict";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { AuditEntry } from "../../runtime/core/ports.ts";
import { grantFile } from "../../runtime/host/permissions/grant-place.ts";
import { GrantStore } from "../../runtime/host/permissions/grant-store.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../support/host.ts";
import { installPlugin } from "../support/installed.ts";
import { startSwapper } from "../support/link-swapper.ts";

const ROUNDS = Number(process.env.AIHUB_RACE_ROUNDS ?? 300);
/** On a disk that takes its time fewer rounds are enough. */
const ENOUGH_MS = Math.max(30_000, ROUNDS * 20);
const ID = "greedy";
const WIDE = ["/**", "./**", "${workspaceFolder}/**"];
const DECLARES = {
  permissions: { filesystem: { read: WIDE, write: WIDE } },
  ui: { commands: [{ id: "call", title: "Call" }] },
};
const MAIN = `export const commands = {
  async call({ method, args }) {
    try {
      let result = aiHub.fs[method](...args);
      if (method === "readChunks") result = result.next();
      if (method === "writeFile" && args.length === 1) {
        result = aiHub.fs.writeFile(args[0], (async function* () { yield "owned"; })());
      }
      return { value: (await result) ?? null };
    } catch (error) {
      return { code: error.code, message: error.message, hint: error.hint };
    }
  },
};`;
const SECRET = "not for plugins";
const DENIED = "ERR_PERMISSION_DENIED";

interface Answer {
  readonly value?: unknown;
  readonly code?: string;
  readonly hint?: string;
}
type Call = (method: string, ...args: unknown[]) => Promise<Answer>;

describe("AI Hub's own files and a plugin that may use every file", function () {
  this.timeout(Math.max(240_000, ROUNDS * 60));
  let dir: string;
  let test: TestHost | undefined;
  let violations: AuditEntry[] = [];
  const at = (...names: string[]) => join(dir, ...names);
  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-own-")));
    violations = [];
  });
  afterEach(async () => {
    await test?.dispose();
    test = undefined;
    delete process.env.AIHUB_POLICY;
    await rm(dir, { recursive: true, force: true });
  });

  const write = (path: string, text = SECRET): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  async function host(home = at("ws/home")): Promise<TestHost> {
    mkdirSync(at("ws"), { recursive: true });
    test = await createTestHost({ home, workspace: [at("ws")], onViolation: (entry) => void violations.push(entry) });
    return test;
  }

  const caller =
    (instance: PluginInstance): Call =>
    async (method, ...args) =>
      (await instance.invoke("call", { method, args })) as Answer;

  /** The greedy plugin, in the home of the host. */
  async function installed(home = at("ws/home")): Promise<Call> {
    installPlugin(home, ID, DECLARES, { "main.js": MAIN });
    return caller(await (await host(home)).host.openInstalled(ID, { rules: ALL }));
  }

  /** The greedy plugin, in a folder of its own. */
  async function fromSource(folder = at("plugin"), home?: string): Promise<Call> {
    write(join(folder, "plugin.json"), JSON.stringify(manifest({ name: ID, ...DECLARES })));
    write(join(folder, "main.js"), MAIN);
    return caller(await (await host(home)).host.openFolder(folder, { rules: ALL }));
  }

  /** Tries everything with one path. */
  async function attack(call: Call, path: string, accesses: "all" | "write" = "all"): Promise<void> {
    const [loot, bait] = [at("ws/loot"), write(at("ws/bait"), "bait")];
    const reads: [string, ...unknown[]][] = [
      ["readFile", path, "text"],
      ["exists", path],
      ["stat", path],
      ["readdir", path],
      ["watch", path],
      ["copy", path, loot],
      ["readChunks", path],
    ];
    const writes: [string, ...unknown[]][] = [
      ["writeFile", path, "owned"],
      ["mkdir", path],
      ["mkdir", join(path, "made")],
      ["writeFile", join(path, "made"), "owned"],
      ["writeFile", path], // in chunks
      ["rename", path, loot],
      ["rename", bait, path],
      ["copy", bait, path],
      ["rm", path, { recursive: true }],
    ];
    for (const [method, ...args] of accesses === "all" ? [...reads, ...writes] : writes) {
      const { code, value } = await call(method, ...args);
      assert.equal(code, DENIED, `${method} ${args.join(" ")}: ${code} ${JSON.stringify(value)}`);
    }
    assert.ok(!existsSync(loot), `${path} came out`);
  }

  /** Everything in a folder by path; the audit trail grows by itself. */
  function contents(folder: string): Record<string, string> {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(
      paths.filter((path) => !path.includes("audit")).map((path) => [path, readFileSync(path, "utf8")]),
    );
  }

  it("are out of reach in the home", async () => {
    const home = at("ws/home");
    const secrets = [
      write(join(home, "policy.json"), '{ "version": 1 }'),
      write(join(home, "aihub.db")),
      write(join(home, `plugins/${ID}/.plugin-meta/permissions.json`), '{ "version": 1, "allow": {}, "deny": {} }'),
      write(join(home, `plugins/${ID}/.plugin-meta/usage.json`), "{}"),
      write(join(home, `plugins/${ID}/versions/0.9.0/main.js`)),
      write(join(home, "plugins/victim/.plugin-meta/permissions.json")),
      write(join(home, "plugins/victim/versions/1.0.0/main.js")),
      write(join(home, "plugins/victim/data/secret.txt")),
      write(join(home, "sources/0123456789abcdef01234567/permissions.json")),
    ];
    const call = await installed();
    await call("exists", "./x");
    const before = contents(home);
    for (const path of secrets) await attack(call, path);
    for (const path of ["", "plugins", `plugins/${ID}`, "plugins/victim", "plugins/evil", "sources", "audit.jsonl"]) {
      await attack(call, join(home, path));
    }
    for (const path of ["${workspaceFolder}/home/policy.json", "${workspaceFolder}/x/../home/aihub.db"]) {
      await attack(call, path);
    }
    for (const path of [
      "../.plugin-meta/permissions.json",
      "../../victim/data/secret.txt",
      "../versions/0.9.0/main.js",
    ]) {
      await attack(call, path);
    }
    await attack(call, join(home, `plugins/${ID}/versions/1.0.0/main.js`), "write");
    assert.deepEqual(contents(home), before);
    assert.deepEqual(new Set(violations.map(({ kind }) => kind)), new Set(["read", "write"]));
  });

  it("leave a plugin its own folder, by whatever name", async () => {
    const home = at("ws/home");
    const call = await installed();
    const own = join(home, "plugins", ID);
    assert.equal((await call("readFile", "./main.js", "text")).value, MAIN);
    assert.equal((await call("readFile", join(own, "versions/1.0.0/main.js"), "text")).value, MAIN);
    assert.deepEqual(await call("writeFile", "./notes/a.txt", "mine"), { value: null });
    assert.equal((await call("readFile", join(own, "data/notes/a.txt"), "text")).value, "mine");
    assert.deepEqual(await call("writeFile", join(own, "data/b.txt"), "mine"), { value: null });
    assert.deepEqual(await call("rename", "./b.txt", "./notes/b.txt"), { value: null });
    assert.deepEqual((await call("readdir", "./notes")).value, ["a.txt", "b.txt"]);
    assert.deepEqual(await call("rm", "./notes", { recursive: true }), { value: null });
    assert.deepEqual(violations, []);
  });

  it("are out of reach of a plugin that is run from a folder, wherever that lies", async () => {
    const folders = [at("plugin"), at("ws/home/evil"), at("ws")]; // beside the home, in it, around it
    for (const folder of folders) {
      const home = at("ws/home");
      const grants = grantFile(home, { realDir: folder });
      await new GrantStore(grants).add("allow", "read", "./**");
      write(join(home, "plugins/victim/data/secret.txt"));
      const call = await fromSource(folder, home);
      await call("exists", "./x");
      const before = contents(home);
      await attack(call, grants);
      await attack(call, dirname(grants));
      await attack(call, join(home, "plugins/victim/data/secret.txt"));
      assert.deepEqual(contents(home), before);
      await test?.dispose();
    }
  });

  it("the code of an installed plugin stays as installed, also when it is run from there", async () => {
    installPlugin(at("ws/home"), ID, DECLARES, { "main.js": MAIN, "dist/main.js": MAIN });
    const folder = at("ws/home/plugins", ID, "versions/1.0.0");
    const before = contents(folder);
    const call = caller(await (await host()).host.openFolder(folder, { rules: ALL }));
    assert.equal((await call("readFile", "./main.js", "text")).value, MAIN);
    await attack(call, "./main.js", "write");
    assert.deepEqual(contents(folder)[join(folder, "main.js")], before[join(folder, "main.js")]);
  });

  it("are not reached through links, nor cut off by removing one", async () => {
    const home = at("real/home");
    write(join(home, "policy.json"), '{ "version": 1 }');
    mkdirSync(at("named"));
    symlinkSync(at("real"), at("named/way"), "junction");
    symlinkSync(join(home, "plugins"), at("plugins-link"), "junction");
    const call = await fromSource(at("plugin"), at("named/way/home"));
    await call("exists", "./x");
    for (const path of ["named/way/home/policy.json", "real/home/policy.json", "plugins-link/x"])
      await attack(call, at(path));
    // Without the link on the way AI Hub would find an empty home, and no policy.
    for (const path of ["named", "real"]) {
      assert.equal((await call("rm", at(path), { recursive: true })).code, DENIED);
      assert.equal((await call("rename", at(path), at("moved"))).code, DENIED);
    }
    assert.equal((await call("rm", at("named/way"), { recursive: true })).code, DENIED);
    assert.ok(existsSync(at("named/way/home/policy.json")));
  });

  it("are out of reach where parts of the home lie elsewhere", async () => {
    const home = at("ws/home");
    mkdirSync(at("big/plugins"), { recursive: true });
    mkdirSync(home, { recursive: true });
    symlinkSync(at("big/plugins"), join(home, "plugins"), "junction");
    write(at("big/plugins/victim/data/secret.txt"));
    const call = await installed();
    assert.deepEqual(await call("writeFile", "./a.txt", "mine"), { value: null });
    assert.equal(readFileSync(at("big/plugins", ID, "data/a.txt"), "utf8"), "mine");
    await attack(call, at("big/plugins/victim/data/secret.txt"));
    await attack(call, at("big/plugins", ID, ".plugin-meta/permissions.json"));
    assert.equal((await call("rm", join(home, "plugins"))).code, DENIED);
    assert.equal((await call("rm", at("big"), { recursive: true })).code, DENIED);
    assert.ok(existsSync(at("big/plugins/victim/data/secret.txt")));
  });

  it("cannot be put there before there is a home", async () => {
    const call = await fromSource(at("plugin"), at("none/yet/home"));
    await rm(at("none"), { recursive: true, force: true });
    for (const path of ["none/yet/home", "none/yet/home/policy.json"]) {
      assert.equal((await call("writeFile", at(path), "{}")).code, DENIED, path);
      await rm(at("none"), { recursive: true, force: true }); // where the audit trail made it
    }
    assert.equal((await call("mkdir", at("none/yet/home/plugins/evil"))).code, DENIED);
  });

  it("the policy that AIHUB_POLICY names is out of reach, its folder cannot be taken away", async () => {
    const policy = write(at("etc/policy.json"), '{ "version": 1 }');
    mkdirSync(at("links"));
    symlinkSync(policy, at("links/policy.json"));
    process.env.AIHUB_POLICY = at("links/policy.json");
    const call = await fromSource();
    assert.deepEqual((await call("exists", at("etc/other.json"))).value, false);
    for (const path of [policy, at("links/policy.json")]) await attack(call, path);
    for (const path of ["etc", "links"]) {
      assert.equal((await call("rm", at(path), { recursive: true })).code, DENIED);
      assert.equal((await call("rename", at(path), at("moved"))).code, DENIED);
    }
    linkSync(policy, at("ws/hard"));
    assert.equal((await call("readFile", at("ws/hard"), "text")).code, DENIED, "a hard link");
    assert.equal(readFileSync(policy, "utf8"), '{ "version": 1 }');
  });

  it("say why they are refused", async () => {
    const call = await fromSource();
    const { code, hint } = await call("readFile", at("ws/home/audit.jsonl"), "text");
    assert.equal(code, DENIED);
    assert.match(hint ?? "", /^No permission reaches /);
  });

  it("are not reached by a link that is swapped in between", async function () {
    if (process.platform !== "linux") this.skip(); // elsewhere the check is the best that there is, not exact
    const home = at("ws/home");
    const grants = [write(join(home, "file.txt")), write(join(home, "sub/file.txt"))];
    mkdirSync(at("ws/box/sub"), { recursive: true });
    mkdirSync(at("ws/leaf"));
    const call = await fromSource();
    const swapper = await startSwapper({ folder: at("ws/box"), file: at("ws/leaf/file.txt"), outside: home });
    let [done, refused] = [0, 0];
    try {
      const end = performance.now() + ENOUGH_MS;
      const isTested = () => done > 0 && refused > 0;
      for (let n = 0; (n < ROUNDS && performance.now() < end) || (!isTested() && n < 100 * ROUNDS); n++) {
        const path = at(["ws/box/file.txt", "ws/leaf/file.txt", "ws/box/sub/file.txt"][n % 3] ?? "");
        const written = await call("writeFile", path, "owned");
        const read = await call("readFile", path, "text");
        assert.notEqual(read.value, SECRET, `round ${n}`);
        if (n % 5 === 0) await call("rm", path);
        if (written.code === undefined) done++;
        else refused++;
      }
    } finally {
      await swapper.stop();
    }
    assert.ok(done > 0 && refused > 0, `${done} done, ${refused} refused`);
    for (const file of grants) assert.equal(readFileSync(file, "utf8"), SECRET);
  });
});
