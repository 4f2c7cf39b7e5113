import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { HomeWatcher } from "../../../extension/home-watcher.ts";

describe("following installed plugins", () => {
  const home = mkdtempSync(join(tmpdir(), "aihub-home-"));
  const plugin = join(home, "plugins", "a");
  let heard = (): void => {};
  const watcher = new HomeWatcher(home, () => heard());
  /** Resolves when a change is told of that comes after this call. */
  const next = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
  const link = (version: string) => {
    mkdirSync(join(plugin, "versions", version), { recursive: true });
    symlinkSync(join(plugin, "versions", version), join(plugin, "current"), "junction");
  };
  before(() => watcher.start());
  after(() => {
    watcher.dispose();
    rmSync(home, { recursive: true });
  });

  it("tells of an installation, an update and a removal", async () => {
    const installed = next();
    link("1.0.0");
    await installed;
    const updated = next();
    rmSync(join(plugin, "current"));
    link("1.1.0");
    await updated;
    const removed = next();
    rmSync(plugin, { recursive: true });
    await removed;
  });

  it("tells of one that comes again, and of nothing any more once disposed", async () => {
    const installed = next();
    link("2.0.0");
    await installed;
    watcher.dispose();
    let told = false;
    heard = () => {
      told = true;
    };
    rmSync(join(plugin, "current"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(told, false);
  });

  it("says when the folder cannot be made", async () => {
    writeFileSync(join(home, "file"), "");
    await assert.rejects(new HomeWatcher(join(home, "file"), () => {}).start(), { code: "ENOTDIR" });
  });
});
