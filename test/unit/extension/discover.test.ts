import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { findPlugins, isManifest, looksLikePlugin, pluginFolderOf } from "../../../extension/discover.ts";

const OURS = '{ "name": "A", "version": "1.0.0", "type": "tool" }';

describe("finding plugins", () => {
  let base = "";
  const put = async (path: string, text = OURS) => {
    await mkdir(join(base, path), { recursive: true });
    await writeFile(join(base, path, "plugin.json"), text);
  };
  const find = async () => {
    const found = await findPlugins(join(base, "home"), [join(base, "ws")]);
    return found.map(({ dir, installedId }) => `${installedId ?? "workspace"} ${relative(base, dir)}`).sort();
  };

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), "aihub-discover-"));
  });
  afterEach(() => rm(base, { recursive: true }));

  it("finds nothing where there is nothing", async () => assert.deepEqual(await find(), []));

  it("looks in the folder, its subfolders, plugins and examples, and at installed plugins", async () => {
    for (const path of ["ws", "ws/a", "ws/plugins/b", "ws/examples/c", "home/plugins/d/current"]) await put(path);
    for (const path of ["ws/a/b", "ws/node_modules", "ws/.hidden", "ws/plugins/x/y", "home/plugins/e", "home"]) {
      await put(path);
    }
    assert.deepEqual(await find(), [
      "d home/plugins/d/current",
      "workspace ws",
      "workspace ws/a",
      "workspace ws/examples/c",
      "workspace ws/plugins/b",
    ]);
  });

  it("does not wait for what a pipe may say one day", async function () {
    await put("ws/a");
    await mkdir(join(base, "ws/b"));
    if (spawnSync("mkfifo", [join(base, "ws/b/plugin.json")]).status !== 0) return this.skip();
    assert.deepEqual(await find(), ["workspace ws/a"]);
    assert.equal(await pluginFolderOf(join(base, "ws/b/main.js")), undefined);
  });

  it("names installed plugins first and carries the manifest's text", async () => {
    await put("ws");
    await put("home/plugins/d/current");
    const found = await findPlugins(join(base, "home"), [join(base, "ws")]);
    assert.deepEqual(
      found.map(({ installedId, manifest }) => [installedId, manifest]),
      [
        ["d", OURS],
        [undefined, OURS],
      ],
    );
  });

  it("of a file is the nearest folder above it that is ours, with faults too, however deep", async () => {
    const of = async (file: string) => {
      const dir = await pluginFolderOf(join(base, file));
      return dir === undefined ? undefined : relative(base, dir);
    };
    await put("ws/a/b/c", `${OURS}}`);
    await put("ws/a/b/c/other", '{ "plugins": [] }');
    await put("ws/a/b/c/inner");
    assert.equal(await of("ws/a/b/c/other/x.ts"), join("ws", "a", "b", "c"));
    assert.equal(await of("ws/a/b/c/plugin.json"), join("ws", "a", "b", "c"));
    assert.equal(await of("ws/a/b/c/inner/src/x.ts"), join("ws", "a", "b", "c", "inner"));
    assert.equal(await of("ws/a/x.ts"), undefined);
  });

  it("passes over what is no file, too large or a dangling link", async () => {
    await mkdir(join(base, "ws/a/plugin.json"), { recursive: true });
    await put("ws/b", `${OURS}${" ".repeat(2 * 1024 * 1024)}`);
    await mkdir(join(base, "ws/c"));
    await symlink(join(base, "nowhere"), join(base, "ws/c/plugin.json"));
    assert.deepEqual(await find(), []);
  });

  const cases: readonly [ours: boolean, text: string][] = [
    [true, OURS],
    [true, '// seed\n{ "name": "A", "version": "1", "type": "instrument", /* x */ "license": "free", }'],
    [true, '{ "name": "A", "version": "1", "permissions": {} }'],
    [true, '{ "name": "A", "version": "1", "type": "tool", "permissions": { "filesystem": '],
    [false, '{ "name": "A", "version": "1", "type": "panel" }'],
    [false, '{ "name": "A", "version": "1", "description": "of another tool" }'],
    [false, '{ "type": "datasource", "name": "Grafana", "id": "x", "info": { "version": "1" } }'],
    [false, '{ "name": "A", "version": "1", "permissions": ["read"] }'],
    [false, "[]"],
    [false, "null"],
    [false, ""],
    [false, "\u0000\u0001binary"],
    [false, '{"name":'.repeat(100_000)],
  ];
  for (const [ours, text] of cases) {
    it(`${ours ? "takes" : "leaves"} ${JSON.stringify(text.slice(0, 70))}`, () => {
      assert.equal(looksLikePlugin(text), ours);
      assert.equal(isManifest(text), ours);
    });
  }

  it("takes what names our schema for ours in an editor, with little else in it, and no other schema", () => {
    assert.equal(isManifest('{ "$schema": "https://pajamasweb.com/ai-hub/plugin.schema.json" }'), true);
    assert.equal(isManifest('{ "$schema": "https://example.com/plugin.schema.json" }'), false);
    assert.equal(isManifest(`${OURS}${" ".repeat(2 * 1024 * 1024)}`), false);
  });
});
