import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { loadManifest } from "../../../runtime/host/manifest-file.ts";

const VALID = '{"name": "A", "version": "1.0.0", "build": {"entry": "src/main.ts"}}';

describe("loadManifest", () => {
  let root = "";
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "aihub-manifest-"));
  });
  after(async () => {
    await rm(root, { recursive: true, force: true });
  });

  async function folder(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
    const dir = join(root, name);
    await mkdir(join(dir, "src"), { recursive: true });
    for (const [file, data] of Object.entries(files)) await writeFile(join(dir, file), data);
    return dir;
  }

  async function codes(dirOrFile: string): Promise<string[]> {
    return (await loadManifest(dirOrFile)).problems.map(({ code }) => code);
  }

  function rejects(path: () => string, code: string): Promise<void> {
    return assert.rejects(loadManifest(path()), (error: unknown) => {
      assert.ok(error instanceof AiHubError);
      assert.equal(error.code, code);
      assert.ok(error.message.includes(path()), error.message);
      return true;
    });
  }

  it("reads a folder or the file in it", async () => {
    const dir = await folder("good", { "plugin.json": VALID, "src/main.ts": "" });
    for (const path of [dir, join(dir, "plugin.json")]) {
      const loaded = await loadManifest(path);
      assert.deepEqual(loaded.problems, []);
      assert.deepEqual([loaded.dir, loaded.file, loaded.text], [dir, join(dir, "plugin.json"), VALID]);
      assert.equal(loaded.value?.id, "a");
    }
  });

  it("misses the entry in a plugin's folder, but not around a manifest on its own", async () => {
    assert.deepEqual(await codes(await folder("no-entry", { "plugin.json": VALID, "README.md": "" })), [
      "manifest/missing-entry",
    ]);
    const alone = join(root, "alone");
    await mkdir(alone);
    await writeFile(join(alone, "plugin.json"), VALID);
    assert.deepEqual(await codes(alone), []);
    await writeFile(join(alone, "draft.json"), VALID);
    assert.deepEqual(await codes(join(alone, "draft.json")), []);
  });

  it("says that bytes are not UTF-8, and where", async () => {
    const bytes = Buffer.concat([Buffer.from('{\n"name": "'), Buffer.from([0xff]), Buffer.from('"}')]);
    const { problems } = await loadManifest(await folder("latin", { "plugin.json": bytes }));
    assert.deepEqual(
      problems.map(({ code, line, column }) => [code, line, column]),
      [["manifest/encoding", 2, 10]],
    );
    assert.deepEqual(await codes(await folder("utf16", { "plugin.json": Buffer.from(`\uFEFF${VALID}`, "utf16le") })), [
      "manifest/encoding",
    ]);
  });

  it("accepts a byte order mark with a warning", async () => {
    const dir = await folder("bom", { "plugin.json": `\uFEFF${VALID}`, "src/main.ts": "" });
    assert.deepEqual(await codes(dir), ["manifest/byte-order-mark"]);
  });

  it("does not read on in a file that is too large", async () => {
    const text = `"${"é".repeat(4_000_000)}"`;
    const loaded = await loadManifest(await folder("large", { "plugin.json": text }));
    assert.deepEqual(
      loaded.problems.map(({ code }) => code),
      ["manifest/too-large"],
    );
    assert.ok(loaded.text.length < 2_100_000);
  });

  it("names what is not there", async () => {
    await rejects(() => join(root, "nowhere"), "ERR_NOT_FOUND");
    const dir = await folder("empty", {});
    await assert.rejects(loadManifest(dir), {
      code: "ERR_NOT_FOUND",
      message: `No such file: ${join(dir, "plugin.json")}`,
    });
  });

  it("refuses what is no file", async () => {
    await mkdir(join(root, "odd", "plugin.json"), { recursive: true });
    await assert.rejects(loadManifest(join(root, "odd")), { code: "ERR_NOT_FOUND" });
    await rejects(() => "/dev/zero", "ERR_NOT_FOUND");
  });

  it("does not wait for a pipe", async function () {
    if (process.platform === "win32") return this.skip();
    const pipe = join(await folder("pipe", {}), "plugin.json");
    execFileSync("mkfifo", [pipe]);
    return rejects(() => pipe, "ERR_NOT_FOUND");
  });
});
