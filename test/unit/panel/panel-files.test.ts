import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { panelFiles } from "../../../extension/panels/panel-files.ts";

describe("panel files", () => {
  let base = "";
  let plugin = "";
  let outside = "";

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), "aihub-panel-")));
    plugin = join(base, "plugin");
    outside = join(base, "outside");
    await mkdir(join(plugin, "dist", "ui", "img"), { recursive: true });
    await mkdir(outside);
    await writeFile(join(outside, "main.js"), "");
    await writeFile(join(plugin, "dist", "ui", "main.js"), "");
  });

  afterEach(() => rm(base, { recursive: true }));

  it("finds the script, and the style sheet where there is one", async () => {
    const root = join(plugin, "dist", "ui");
    assert.deepEqual(await panelFiles(plugin), { root, script: join(root, "main.js"), style: undefined });
    await writeFile(join(root, "main.css"), "");
    assert.equal((await panelFiles(plugin)).style, join(root, "main.css"));
  });

  it("works for a plugin folder that is itself reached by a link", async () => {
    await symlink(plugin, join(base, "current"));
    assert.equal((await panelFiles(join(base, "current"))).root, join(plugin, "dist", "ui"));
  });

  it("says that there is no page", async () => {
    await rm(join(plugin, "dist", "ui", "main.js"));
    await assert.rejects(panelFiles(plugin), { code: "ERR_NOT_FOUND" });
    await rm(join(plugin, "dist"), { recursive: true });
    await assert.rejects(panelFiles(plugin), { code: "ERR_NOT_FOUND" });
  });

  it("refuses a link to a file, to a folder, deep down, and dangling", async () => {
    for (const [target, name] of [
      [join(outside, "main.js"), "x.json"],
      [outside, "folder"],
      [outside, join("img", "deep")],
      [join(base, "nowhere"), "dangling"],
    ] as const) {
      const link = join(plugin, "dist", "ui", name);
      await symlink(target, link);
      await assert.rejects(panelFiles(plugin), { code: "ERR_PERMISSION_DENIED" }, name);
      await rm(link);
    }
    await panelFiles(plugin);
  });

  it("refuses a dist or dist/ui that leads out of the plugin", async () => {
    await rm(join(plugin, "dist", "ui"), { recursive: true });
    await symlink(outside, join(plugin, "dist", "ui"));
    await assert.rejects(panelFiles(plugin), { code: "ERR_PERMISSION_DENIED" });
    await rm(join(plugin, "dist"), { recursive: true });
    await mkdir(join(outside, "ui"));
    await symlink(outside, join(plugin, "dist"));
    await assert.rejects(panelFiles(plugin), { code: "ERR_PERMISSION_DENIED" });
  });
});
