import assert from "node:assert/strict";
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { PathRoots } from "../../../runtime/core/permissions/decide.ts";
import { ReservedPlaces, withSlashes } from "../../../runtime/host/permissions/reserved-places.ts";

describe("places that no scope reaches", () => {
  let dir: string;
  const at = (...names: string[]) => join(dir, ...names);
  beforeEach(() => {
    dir = realpathSync.native(mkdtempSync(join(tmpdir(), "aihub-reserved-")));
    for (const folder of ["home/plugins/me/data", "home/plugins/me/versions/1", "else"]) {
      mkdirSync(at(folder), { recursive: true });
    }
    writeFileSync(at("policy.json"), "{}");
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const rootsAt = (plugin: string, data = plugin, caseInsensitive = false): PathRoots => {
    return { plugin: withSlashes(plugin), data: withSlashes(data), workspace: [], caseInsensitive };
  };
  const placesOf = (home = at("home")) => new ReservedPlaces(home, () => at("policy.json"));
  const refused = (path: string, roots: PathRoots, access: "read" | "write" = "read", places = placesOf()) =>
    places.now(roots).refuses(access, path) !== undefined;

  it("are the home and the policy, but for the folders of the plugin itself", () => {
    const me = rootsAt(at("home/plugins/me/versions/1"), at("home/plugins/me/data"));
    for (const [path, read, write] of [
      [at("home"), true, true],
      [at("home/x"), true, true],
      [at("homely"), false, false],
      [at("policy.json"), true, true],
      [at("policy.json5"), false, false],
      [at("home/plugins/me/data/x"), false, false],
      [at("home/plugins/me/data"), false, false],
      [at("home/plugins/me/database"), true, true],
      [at("home/plugins/me/versions/1/x"), false, true],
      [at("home/plugins/me/versions/10/x"), true, true],
      [at("home/plugins/me/.plugin-meta/x"), true, true],
      [at("home/plugins/me"), true, true],
      [dir, false, false],
    ] as const) {
      assert.deepEqual([refused(path, me), refused(path, me, "write")], [read, write], path);
    }
  });

  it("are an audit trail that the person named, also in the plugin's own folders and before it is there", () => {
    for (const folder of ["else", "home/plugins/me/data"]) {
      const trail = at(folder, "trail.jsonl");
      const places = new ReservedPlaces(at("home"), () => at("policy.json"), trail);
      const me = rootsAt(at(folder));
      for (const access of ["read", "write"] as const) {
        assert.ok(refused(trail, me, access, places), `${access} ${trail}`);
        assert.ok(!refused(at(folder, "other.jsonl"), me, access, places));
      }
      writeFileSync(trail, "");
      linkSync(trail, at(folder, "hard"));
      assert.ok(places.now({ ...me }).isAlias(at(folder, "hard"), statSync(trail)));
    }
  });

  it("are not left open to a plugin that is run from the home itself", () => {
    for (const folder of [
      "home",
      "home/plugins",
      "home/plugins/me",
      "home/plugins/me/.plugin-meta",
      "home/versions/1",
    ]) {
      assert.ok(refused(at(folder, "x"), rootsAt(at(folder))), folder);
    }
    assert.ok(refused(at("home/x"), rootsAt(dir)), "around the home");
    assert.ok(!refused(at("y"), rootsAt(dir)));
  });

  it("are refused in every spelling where names that differ in case are one", () => {
    const roots = rootsAt(at("else"), at("else"), true);
    assert.ok(refused(at("HOME/x"), roots));
    assert.ok(refused(at("Policy.JSON"), roots));
    if (process.platform === "linux") assert.ok(!refused(at("HOME/x"), rootsAt(at("else"))));
  });

  it("are known by what they are where they have a second path, as a mount or a hard link gives them", () => {
    linkSync(at("policy.json"), at("else/hard"));
    symlinkSync(dir, at("else/mount"), "junction"); // to a look at `mount/home` it is what a mount would be
    const now = placesOf().now(rootsAt(at("else")));
    for (const [path, expected] of [
      ["else/hard", true],
      ["policy.json", false], // its own path: refused by that
      ["else/mount/home", true],
      ["else/mount/home/plugins/me/data", true],
      ["else/mount/home/plugins", true],
      ["else/mount/else", false],
      ["home/plugins/me/data", false],
      ["else", false],
    ] as const) {
      assert.equal(now.isAlias(at(path), statSync(at(path))), expected, path);
    }
  });

  it("move along when the policy is named anew, and when a home comes to be", async () => {
    let policy = at("policy.json");
    const places = new ReservedPlaces(at("later/home"), () => policy);
    const roots = rootsAt(at("else"));
    assert.ok(refused(at("later/home/x"), roots, "write", places), "before there is one");
    assert.ok(refused(at("policy.json"), roots, "read", places));
    policy = at("else/other.json");
    await null; // many questions at once are one look
    assert.ok(!refused(at("policy.json"), roots, "read", places));
    assert.ok(refused(at("else/other.json"), roots, "write", places));
    symlinkSync(at("home"), at("later"), "junction"); // the home is home/home now
    mkdirSync(at("home/home"));
    await null;
    assert.ok(refused(at("home/home/x"), roots, "read", places));
    assert.ok(refused(at("later"), roots, "write", places), "the link that leads there");
  });

  it("cannot be told when they cannot be seen: then nothing is decided", function () {
    if (process.platform === "win32") this.skip(); // links to files need a privilege there
    symlinkSync(at("round"), at("round"));
    const places = new ReservedPlaces(at("home"), () => at("round"));
    assert.throws(() => places.now(rootsAt(at("else"))), { code: "ELOOP" });
  });
});
