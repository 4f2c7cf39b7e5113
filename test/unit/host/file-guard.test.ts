import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { link, mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import type { Ui } from "../../../runtime/core/ports.ts";
import { Broker } from "../../../runtime/host/permissions/broker.ts";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { absolutePath, foldsCase } from "../../../runtime/host/permissions/path-guard.ts";
import { ReservedPlaces } from "../../../runtime/host/permissions/reserved-places.ts";
import type { PluginContext } from "../../../runtime/host/plugin-context.ts";
import { Dispatcher } from "../../../runtime/host/rpc/dispatch.ts";
import { type GuestPath, type MethodTable, method, PATH, params } from "../../../runtime/host/rpc/method.ts";
import { hostMethods } from "../../../runtime/host/rpc/table.ts";
import { fsMethods } from "../../../runtime/host/services/fs/methods.ts";
import { OpenFiles } from "../../../runtime/host/services/fs/open-files.ts";
import { Watchers } from "../../../runtime/host/services/fs/watchers.ts";

const ALL: RuleLists = { allow: { read: "all", write: "all" }, deny: {} };

interface Setup {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly rules?: RuleLists;
  readonly workspace?: readonly string[];
  readonly caseInsensitive?: boolean;
}

describe("the guard of files", () => {
  let dir: string;
  const opened: string[] = [];
  const dispatcher = new Dispatcher(hostMethods);
  before(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-guard-")));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  type Call = (method: string, args: object) => Promise<{ value?: unknown; code?: string; message?: string }>;

  /** Calls the rows of `aiHub.fs` for a plugin in a fresh folder, with `in/` inside its scopes unless told. */
  async function plugin(name: string, setup: Setup = {}): Promise<{ root: string; call: Call; end(): Promise<void> }> {
    const root = join(dir, name);
    await mkdir(join(root, "in"), { recursive: true });
    await writeFile(join(root, "in/a.txt"), "inside");
    await writeFile(join(root, "secret.txt"), "secret");
    const {
      read = ["./in", "./in/**"],
      write = ["./in", "./in/**"],
      rules = ALL,
      workspace = [],
      caseInsensitive,
    } = setup;
    const reserved = new ReservedPlaces(join(dir, "home"), () => join(dir, "home/policy.json"));
    const broker = new Broker({
      pluginId: name,
      pluginName: name,
      declared: { ...NO_PERMISSIONS, read, write },
      rules,
      store: new GrantStore(join(dir, `${name}.json`)),
      roots: { plugin: root, data: root, workspace, reserved, ...(caseInsensitive ? { caseInsensitive } : {}) },
      reasons: {},
      prompter: { ask: async () => "deny" },
      audit: { record: () => {} },
      signal: new AbortController().signal,
    });
    const files = new OpenFiles();
    const watchers = new Watchers(() => {});
    const ui = { openFile: async (_: string, path: string) => void opened.push(path) } as Partial<Ui> as Ui;
    const context = { broker, files, watchers, ui } as Partial<PluginContext> as PluginContext;
    const { signal } = new AbortController();
    return {
      root,
      async call(row, args) {
        const json = JSON.stringify(args);
        const reply = await dispatcher.dispatch(1, row.includes(".") ? row : `fs.${row}`, { json }, context, signal);
        if (!reply.ok) return { code: reply.error.code, message: reply.error.message };
        const { value } = reply;
        return { value: value.bytes ? Buffer.from(value.bytes).toString() : value.json && JSON.parse(value.json) };
      },
      async end() {
        watchers.dispose();
        await files.dispose();
      },
    };
  }

  const [inside, outside] = ["./in/a.txt", "./secret.txt"];
  /** Every row that takes a path, with one path outside of the scopes. */
  const GUARDED: readonly (readonly [string, object, "read" | "write"])[] = [
    ["readFile", { path: outside, as: "text" }, "read"],
    ["writeFile", { path: outside, text: "x" }, "write"],
    ["exists", { path: outside }, "read"],
    ["readdir", { path: "." }, "read"],
    ["stat", { path: outside }, "read"],
    ["mkdir", { path: "./made" }, "write"],
    ["rm", { path: outside, recursive: true }, "write"],
    ["rename", { from: outside, to: "./in/b" }, "read"],
    ["rename", { from: inside, to: "./b" }, "write"],
    ["copy", { from: outside, to: "./in/b" }, "read"],
    ["copy", { from: inside, to: outside }, "write"],
    ["openForReading", { path: outside }, "read"],
    ["openForWriting", { path: outside }, "write"],
    ["watch", { path: outside }, "read"],
  ];

  it("stands before every method that takes a path (GHSA-m87g-7g5m-wpx4)", async () => {
    const { root, call, end } = await plugin("every-method");
    const rows = Object.entries(fsMethods).filter(([, { permission }]) => permission.kind === "files");
    assert.deepEqual(new Set(rows.map(([name]) => name)), new Set(GUARDED.map(([name]) => `fs.${name}`)));
    for (const [row, args, access] of GUARDED) {
      const { code, message } = await call(row, args);
      assert.equal(code, "ERR_PERMISSION_DENIED", `${row}: ${message}`);
      assert.match(message ?? "", new RegExp(`^File ${access} not permitted: \\.`));
    }
    assert.deepEqual(readdirSync(root).sort(), ["in", "secret.txt"]);
    assert.deepEqual(readdirSync(join(root, "in")), ["a.txt"]);
    await end();
  });

  it("a row that takes two paths cannot forget one", () => {
    const schema = params({ from: PATH, to: PATH });
    type Two = { from: GuestPath; to: GuestPath };
    const handler = async () => {};
    const rows: MethodTable = {
      right: method<Two>({
        params: schema,
        permission: { kind: "files", access: { from: "read", to: "write" } },
        handler,
      }),
      // @ts-expect-error `to` is not guarded
      one: method<Two>({ params: schema, permission: { kind: "files", access: { from: "read" } }, handler }),
      // @ts-expect-error neither is guarded
      none: method<Two>({ params: schema, permission: { kind: "none" }, handler }),
      // @ts-expect-error there is no such parameter
      other: method<{ id: number }>({ params: schema, permission: { kind: "files", access: { id: "read" } }, handler }),
    };
    assert.equal(Object.keys(rows).length, 4);
  });

  it("moves and copies files and folders", async () => {
    const { root, call } = await plugin("moves");
    assert.deepEqual(await call("copy", { from: inside, to: "./in/new/b.txt" }), { value: "" });
    assert.deepEqual(await call("rename", { from: "./in/new/b.txt", to: "./in/a.txt" }), { value: "" });
    assert.deepEqual(await call("rename", { from: "./in/new", to: "./in/old" }), { value: "" });
    assert.deepEqual(await call("rename", { from: "./in/none", to: "./in/x" }), {
      code: "ERR_NOT_FOUND",
      message: "No such file or folder: ./in/none",
    });
    assert.equal((await call("copy", { from: "./in/old", to: "./in/x" })).code, "ERR_IO");
    assert.deepEqual(readdirSync(join(root, "in")).sort(), ["a.txt", "old"]);
    assert.equal(readFileSync(join(root, "in/a.txt"), "utf8"), "inside");
  });

  it("a move needs to read what it moves", async () => {
    const { call } = await plugin("unread", { read: ["./in/open/**"], write: ["./in/**"] });
    const { message } = await call("rename", { from: inside, to: "./in/open/a.txt" });
    assert.equal(message, "File read not permitted: ./in/a.txt");
  });

  it("what is refused inside a folder is not removed or moved with it", async () => {
    const rules: RuleLists = { ...ALL, deny: { write: ["./in/box/keep/**"] } };
    const { root, call } = await plugin("kept-inside", { rules });
    await mkdir(join(root, "in/box/keep"), { recursive: true });
    await writeFile(join(root, "in/box/keep/k.txt"), "kept");
    await writeFile(join(root, "in/box/other.txt"), "other");
    for (const [row, args] of [
      ["rm", { path: "./in/box", recursive: true }],
      ["rename", { from: "./in/box", to: "./in/elsewhere" }],
    ] as const) {
      const { message } = await call(row, args);
      assert.equal(message, `File write not permitted: ${join("in", "box", "keep", "k.txt")}`);
    }
    assert.equal(readFileSync(join(root, "in/box/other.txt"), "utf8"), "other");
  });

  it("renaming a parent does not carry a grant along, nor lead out of a refusal", async () => {
    const rules: RuleLists = { ...ALL, deny: { read: ["./in/private/**"] } };
    const { root, call } = await plugin("parents", { rules });
    await mkdir(join(root, "in/private"));
    await writeFile(join(root, "in/private/p.txt"), "private");
    const moved = await call("rename", { from: "./in/private", to: "./in/public" });
    assert.equal(moved.code, "ERR_PERMISSION_DENIED");
    await rename(join(root, "in"), join(root, "out")); // somebody else does
    assert.equal((await call("readFile", { path: "./out/a.txt", as: "text" })).code, "ERR_PERMISSION_DENIED");
    assert.equal((await call("readFile", { path: inside, as: "text" })).code, "ERR_NOT_FOUND");
  });

  it("a folder is removed with links in it, not with what they lead to", async () => {
    const { root, call } = await plugin("links-inside");
    await mkdir(join(root, "in/box"));
    await symlink("../../secret.txt", join(root, "in/box/link"));
    await symlink("../..", join(root, "in/box/up"));
    assert.deepEqual(await call("rm", { path: "./in/box", recursive: true }), { value: "" });
    assert.equal(readFileSync(join(root, "secret.txt"), "utf8"), "secret");
    assert.ok(!existsSync(join(root, "in/box")));
  });

  it("no method makes a link (CVE-2021-41641)", () => {
    assert.deepEqual(
      Object.keys(hostMethods).filter((name) => /link/i.test(name)),
      [],
    );
  });

  it("refuses pipes, sockets and devices", async function () {
    if (process.platform === "win32") this.skip();
    const { root, call, end } = await plugin("specials", { read: ["/**"], write: ["/**"] });
    execFileSync("mkfifo", [join(root, "in/fifo")]);
    const server = createServer().listen(join(root, "in/socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      for (const path of ["./in/fifo", "./in/socket"]) {
        for (const [row, args] of [
          ["readFile", { path, as: "bytes" }],
          ["writeFile", { path, text: "x" }],
          ["copy", { from: path, to: "./in/copy" }],
          ["copy", { from: inside, to: path }],
          ["rename", { from: path, to: "./in/moved" }],
          ["openForReading", { path }],
          ["openForWriting", { path }],
          ["watch", { path }],
        ] as const) {
          assert.equal((await call(row, args)).code, "ERR_IO", `${row} ${path}`);
        }
        if (process.platform !== "linux") continue; // elsewhere a socket cannot even be looked at
        assert.equal(((await call("stat", { path })).value as { type: string }).type, "other");
      }
      for (const path of [
        "/proc/self/environ",
        "/proc/self/root/etc/passwd",
        "/dev/null",
        "/sys/kernel",
        "/dev/shm/x",
      ]) {
        for (const row of ["exists", "stat", "readdir", "openForReading", "watch", "mkdir", "openForWriting"]) {
          assert.equal((await call(row, { path })).code, "ERR_PERMISSION_DENIED", `${row} ${path} (CVE-2024-34346)`);
        }
      }
    } finally {
      server.close();
      await end();
    }
  });

  it("opens regular files in the editor, nothing else", async function () {
    if (process.platform === "win32") this.skip();
    const { root, call } = await plugin("opens");
    execFileSync("mkfifo", [join(root, "in/fifo")]);
    await symlink("../secret.txt", join(root, "in/link"));
    assert.deepEqual(await call("ui.openFile", { path: inside }), { value: "" });
    assert.equal((await call("ui.openFile", { path: "./in/fifo" })).code, "ERR_IO");
    assert.equal((await call("ui.openFile", { path: "./in" })).code, "ERR_IO");
    assert.equal((await call("ui.openFile", { path: "./in/none" })).code, "ERR_NOT_FOUND");
    assert.equal((await call("ui.openFile", { path: "./in/link" })).code, "ERR_PERMISSION_DENIED");
    assert.deepEqual(opened, [join(root, "in/a.txt")]);
  });

  it("a hard link is the file itself", async () => {
    const { root, call } = await plugin("hard-links");
    await link(join(root, "secret.txt"), join(root, "in/hard"));
    assert.deepEqual(await call("readFile", { path: "./in/hard", as: "text" }), { value: "secret" });
    await call("writeFile", { path: "./in/hard", text: "new" });
    assert.equal(readFileSync(join(root, "secret.txt"), "utf8"), "secret"); // replaced, not written through
  });

  it("temporary names cannot climb and are not left (CVE-2024-27931)", async () => {
    const { root, call } = await plugin("temporary");
    const long = "x".repeat(255);
    assert.deepEqual(await call("writeFile", { path: `./in/${long}`, text: "x" }), { value: "" });
    assert.equal((await call("writeFile", { path: `./in/${long}x`, text: "x" })).code, "ERR_PERMISSION_DENIED");
    for (const path of ["./in/..", "./in/../x", "./in/a.txt/../../x", "./in/..\u2215x/../../y"]) {
      assert.equal((await call("writeFile", { path, text: "x" })).code, "ERR_PERMISSION_DENIED", path);
    }
    assert.deepEqual(readdirSync(root).sort(), ["in", "secret.txt"]);
    assert.deepEqual(readdirSync(join(root, "in")).sort(), ["a.txt", long]);
  });

  it("a refused file is refused in all its spellings where they are one file (CVE-2026-49401)", async () => {
    const rules: RuleLists = { ...ALL, deny: { read: ["./in/Straße/größe.txt", "./in/*.key"] } };
    const { call } = await plugin("spellings", { rules, caseInsensitive: true });
    for (const name of [
      "Straße/größe.txt",
      "straße/GRÖSSE.TXT",
      "STRASSE/gro\u0308ße.txt",
      "ſtraẞe/GRO\u0308ẞE.txt",
      "a.KEY",
      "a.\u212aey",
      "A.keY",
    ]) {
      const { code } = await call("exists", { path: `./in/${name}` });
      assert.equal(code, "ERR_PERMISSION_DENIED", name);
    }
    for (const name of ["Straße/größe.txt.", "Straße./größe.txt", "a.key ", "a.key. ."]) {
      assert.equal((await call("exists", { path: `./in/${name}` })).code, "ERR_INVALID_ARGUMENT", name);
    }
    assert.deepEqual(await call("exists", { path: "./in/grosse.txt" }), { value: false });
  });

  it("refuses text that is no name", async () => {
    const { call } = await plugin("no-names");
    for (const path of ["./in/a\0", "./in/\ud800", "./in/a.txt\udfff", `./in/${"x".repeat(4096)}`]) {
      assert.equal((await call("exists", { path })).code, "ERR_INVALID_ARGUMENT");
    }
  });

  it("knows the first workspace folder, and each by its name", async () => {
    const [one, two, twin] = ["ws/one", "ws/two", "ws/other/two"].map((name) => join(dir, name));
    for (const folder of [one, two, twin]) await mkdir(join(folder ?? "", "sub"), { recursive: true });
    const read = ["${workspaceFolder}/**"];
    const two_ = { read, workspace: [one ?? "", two ?? ""] };
    const { call } = await plugin("workspaces", two_);
    await writeFile(join(two ?? "", "t.txt"), "two");
    assert.deepEqual(await call("exists", { path: "${workspaceFolder}/t.txt" }), { value: false });
    assert.deepEqual(await call("readFile", { path: "${workspaceFolder:two}/t.txt", as: "text" }), { value: "two" });
    assert.equal((await call("exists", { path: "${workspaceFolder:three}/t.txt" })).code, "ERR_NOT_AVAILABLE");
    assert.equal(
      (await call("exists", { path: "${workspaceFolder:two}/../../secret.txt" })).code,
      "ERR_PERMISSION_DENIED",
    );
    for (const path of [
      "${workspaceFolder:../one}/x",
      "${workspaceFolder:}/x",
      "${workspaceFolderx}/x",
      "x/${workspaceFolder}",
    ]) {
      assert.equal((await call("exists", { path })).code, "ERR_PERMISSION_DENIED", path);
    }
    const ambiguous = await plugin("ambiguous", { read, workspace: [one ?? "", two ?? "", twin ?? ""] });
    assert.equal((await ambiguous.call("exists", { path: "${workspaceFolder:two}/t.txt" })).code, "ERR_NOT_AVAILABLE");
    const closed = await plugin("closed", { read });
    assert.equal((await closed.call("exists", { path: "${workspaceFolder}/x" })).code, "ERR_NOT_AVAILABLE");
  });

  it("finds out whether a file system tells names apart that differ in case", async function () {
    if (process.platform !== "linux") this.skip();
    const folder = join(dir, "CaseProbe");
    await mkdir(folder);
    assert.equal(await foldsCase(folder), false);
    await mkdir(join(dir, "caseprobe"));
    assert.equal(await foldsCase(folder), false);
    await mkdir(join(folder, "123"));
    assert.equal(await foldsCase(join(folder, "123")), false);
    assert.equal(await foldsCase("/"), false);
    const roots = { plugin: folder, data: folder, workspace: [] };
    assert.equal(await absolutePath("./a. ", "read", roots), join(folder, "a. "));
  });
});
