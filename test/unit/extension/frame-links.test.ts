import assert from "node:assert/strict";
import { sep } from "node:path";
import { describe, it } from "mocha";
import { linkStart, withFrameLinks } from "../../../extension/debug/frame-links.ts";

describe("frames of stacks as links", () => {
  const linked = (text: string) => withFrameLinks(text, "./plugins/demo/");

  it("begin where VS Code looks for files", () => {
    const stack = "RangeError: negative: at a\n    at check (src/main.ts:6:33)\n  at src/a b.ts:1:2\ncaused";
    const expected =
      "RangeError: negative: at a\n    at check (./plugins/demo/src/main.ts:6:33)\n  at ./plugins/demo/src/a b.ts:1:2\ncaused";
    assert.equal(linked(stack), expected);
  });

  it("stay as they are where they begin so already, and where they are none", () => {
    for (const text of [
      "at f (/etc/passwd:1:1)",
      "at f (../out.ts:1:1)",
      "at f (@aihub/sdk/index.ts:1:1)",
      "at f (native)",
      "look at src/main.ts:1:1 now",
      "src/main.ts:6:33",
      "",
    ]) {
      assert.equal(linked(text), text);
    }
    const hostile = `at ${"(".repeat(50_000)}${" at (".repeat(50_000)}`;
    assert.equal(linked(hostile), hostile);
  });

  it("are from the session's folder, or the plugin's own path outside of it", () => {
    assert.equal(linkStart(["", "ws"].join(sep), ["", "ws"].join(sep)), "./");
    assert.equal(linkStart(["", "ws", "plugins", "a"].join(sep), ["", "ws"].join(sep)), "./plugins/a/");
    assert.equal(linkStart(["", "else"].join(sep), ["", "ws"].join(sep)), `${sep}else${sep}`);
    assert.equal(linkStart(["", "else"].join(sep), undefined), `${sep}else${sep}`);
  });
});
