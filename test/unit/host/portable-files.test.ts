import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, open, realpath, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { carry, giveBack, isAt, makeFolderIn, removeOpen, take } from "../../../runtime/host/services/fs/portable.ts";
import { startSwapper } from "../../support/link-swapper.ts";

const ROUNDS = Number(process.env.AIHUB_RACE_ROUNDS ?? 300);
/** On a disk that takes its time fewer rounds are enough. */
const ENOUGH_MS = Math.max(30_000, ROUNDS * 20);
const SECRET = "the secret outside";

describe("files on systems where an open folder takes no names", function () {
  this.timeout(Math.max(240_000, ROUNDS * 60));
  let dir: string;
  const at = (...names: string[]) => join(dir, ...names);
  beforeEach(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-portable-")));
    for (const folder of ["in/box", "in/leaf", "in/calm", "out"]) mkdirSync(at(folder), { recursive: true });
    writeFileSync(at("in/box/a"), "inside");
    writeFileSync(at("out/a"), SECRET);
    writeFileSync(at("out/file.txt"), SECRET);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const stats = (path: string) => statSync(path, { bigint: true });

  it("know whether a path leads to a file through folders alone", async () => {
    assert.ok(isAt(at("in/box/a"), stats(at("in/box/a"))));
    assert.ok(isAt(at("in"), stats(at("in"))));
    assert.ok(!isAt(at("in/box/a"), stats(at("out/a"))), "another file");
    assert.ok(!isAt(at("in/box/none"), stats(at("out/a"))), "no file");
    await rename(at("in/box"), at("in/aside"));
    await symlink(at("out"), at("in/box"), "junction");
    assert.ok(!isAt(at("in/box/a"), stats(at("out/a"))), "through a link");
    assert.ok(!isAt(at("in/box"), stats(at("in/box"))), "the link's target");
    assert.ok(isAt(at("in/box"), lstatSync(at("in/box"), { bigint: true })), "the link itself");
  });

  it("take an entry and give it back, or put it elsewhere", async () => {
    const taken = await take(at("in/box"), "a");
    assert.ok(taken);
    const { ino } = stats(taken.path);
    assert.deepEqual(readdirSync(at("in/box")).length, 1);
    assert.match(readdirSync(at("in/box")).join(), /^\.[\da-f-]{36}\.tmp$/);
    const there = await carry(taken, at("in/calm"));
    assert.ok(there);
    await giveBack(there, at("in/calm/b"));
    assert.equal(stats(at("in/calm/b")).ino, ino);
    assert.deepEqual(readdirSync(at("in/box")), []);
    await assert.rejects(take(at("in/box"), "a"), { code: "ENOENT" });
  });

  it("take nothing through a link", async () => {
    await rename(at("in/box"), at("in/aside"));
    await symlink(at("out"), at("in/box"), "junction");
    assert.equal(await take(at("in/box"), "a"), undefined);
    assert.deepEqual(readdirSync(at("out")).sort(), ["a", "file.txt"]);
  });

  it("bring back what came to lie elsewhere", async () => {
    await rename(at("in/calm"), at("in/aside"));
    await symlink(at("out"), at("in/calm"), "junction");
    const taken = await take(at("in/box"), "a");
    assert.ok(taken);
    assert.equal(await carry(taken, at("in/calm")), undefined);
    assert.equal(readFileSync(taken.path, "utf8"), "inside");
    assert.equal(await makeFolderIn(at("in/calm"), "made"), false);
    assert.deepEqual(readdirSync(at("out")).sort(), ["a", "file.txt"]);
  });

  it("make folders, also where there is one, and remove a file that is open", async () => {
    assert.equal(await makeFolderIn(at("in"), "made"), true);
    writeFileSync(at("in/made/x"), "");
    assert.equal(await makeFolderIn(at("in"), "made"), true);
    assert.deepEqual(readdirSync(at("in/made")), ["x"]);
    assert.deepEqual(readdirSync(at("in")).sort(), ["box", "calm", "leaf", "made"]);
    await assert.rejects(makeFolderIn(at("in/none"), "made"), { code: "ENOENT" });
    const file = await open(at("in/made/y"), "wx");
    await removeOpen(at("in/made/y"), file);
    await removeOpen(at("in/made/y"), file);
    await file.close();
    assert.deepEqual(readdirSync(at("in/made")), ["x"]);
  });

  it("change nothing outside while links are swapped", async function () {
    if (process.platform === "win32") this.skip(); // links to files need a privilege there
    const swapper = await startSwapper({ folder: at("in/box"), file: at("in/leaf/file.txt"), outside: at("out") });
    let taken = 0;
    let refused = 0;
    try {
      const end = performance.now() + ENOUGH_MS;
      const isTested = () => taken > 0 && refused > 0;
      for (let n = 0; (n < ROUNDS && performance.now() < end) || (!isTested() && n < 100 * ROUNDS); n++) {
        const found = await take(at("in/box"), n % 2 === 0 ? "a" : "file.txt").catch(() => undefined);
        if (found) {
          taken++;
          await giveBack(found, at("in/calm/taken"));
          assert.notEqual(readFileSync(at("in/calm/taken"), "utf8"), SECRET);
        } else refused++;
        await makeFolderIn(at("in/box"), "made").catch(() => {});
        try {
          writeFileSync(at("in/box-aside/a"), "inside");
        } catch {
          // the folder is back in its place
        }
      }
    } finally {
      await swapper.stop();
    }
    assert.ok(taken > 0 && refused > 0, `${taken} taken, ${refused} refused`);
    // What was renamed or made outside is brought back while the path leads there now and then. A swapper that stands
    // still for longer (the disk is busy) keeps it, under its secret name: nothing is lost, and nothing was written.
    const left = readdirSync(at("out"), { withFileTypes: true });
    for (const entry of left) {
      assert.match(entry.name, /^(a|file\.txt|\.[\da-f-]{36}\.tmp)$/);
      if (entry.isDirectory()) assert.deepEqual(readdirSync(at("out", entry.name)), []);
      else assert.equal(readFileSync(at("out", entry.name), "utf8"), SECRET);
    }
    assert.equal(left.filter((entry) => entry.isFile()).length, 2);
  });
});
