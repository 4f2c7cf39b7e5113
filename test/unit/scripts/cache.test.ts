import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "mocha";
import { cached } from "../../../scripts/vscode/cache.ts";

const silent = () => {};

describe("the cache of what the editor tests need", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-cache-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it("fills a folder once", async () => {
    let fills = 0;
    const fill = async (folder: string) => writeFile(join(folder, "n"), String(++fills));
    assert.equal(await cached("a", fill, silent, dir), await cached("a", fill, silent, dir));
    assert.equal(fills, 1);
  });

  it("redoes what was interrupted, from an empty folder", async () => {
    await mkdir(join(dir, "a"));
    await writeFile(join(dir, "a", "half"), "");
    const folder = await cached("a", (folder) => writeFile(join(folder, "whole"), ""), silent, dir);
    assert.ok(existsSync(join(folder, "whole")));
    assert.ok(!existsSync(join(folder, "half")));
  });

  it("tries again after a failure", async () => {
    const fail = () => Promise.reject(new Error("no registry"));
    await assert.rejects(cached("a", fail, silent, dir), /no registry/);
    await cached("a", (folder) => writeFile(join(folder, "n"), ""), silent, dir);
  });

  it("lets a second run wait for the first", async () => {
    const said: string[] = [];
    let fills = 0;
    const fill = async (folder: string) => {
      fills += 1;
      while (said.length === 0) await sleep(10); // until the second run has come
      await writeFile(join(folder, "n"), "done");
    };
    const folders = await Promise.all([
      cached("a", fill, (line) => said.push(line), dir),
      cached("a", fill, (line) => said.push(line), dir),
    ]);
    assert.equal(fills, 1);
    assert.match(said.join(), /waiting/);
    for (const folder of folders) assert.equal(await readFile(join(folder, "n"), "utf8"), "done");
  });
});
