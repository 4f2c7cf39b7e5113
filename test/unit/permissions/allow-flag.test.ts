import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { allowFlag, allowInLaunch } from "../../../runtime/core/permissions/allow-flag.ts";
import { decide } from "../../../runtime/core/permissions/decide.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";

describe("flags that permit", () => {
  it("can be pasted into a shell, and cannot deceive", () => {
    assert.equal(allowFlag("read", "./data/x"), "--allow-read=./data/x");
    assert.equal(allowFlag("net", "[::1]:80"), "--allow-net='[::1]:80'");
    assert.equal(allowFlag("write", "./$(rm -rf ~)/it's"), "--allow-write='./$(rm -rf ~)/it'\\''s'");
    assert.equal(allowFlag("read", "./a\nb\u202e"), "--allow-read='./a\\nb\\u{202e}'");
  });

  it("have their like in debug configurations", () => {
    assert.equal(allowInLaunch("read", "./data/x"), '"permissions": { "allow": { "read": ["./data/x"] } }');
    const hostile = allowInLaunch("write", 'a"] } }, "x": ["\u202e');
    assert.deepEqual(JSON.parse(`{${hostile}}`), { permissions: { allow: { write: ['a"] } }, "x": ["\\u{202e}'] } } });
  });

  it("are what a denial without a manifest names, for the value alone", () => {
    const rules = { declared: { ...NO_PERMISSIONS, protocols: "all", from: "flags" }, allow: {}, deny: {} } as const;
    const roots = { plugin: "/p", data: "/p", workspace: ["/w"], caseInsensitive: false };
    const hint = (query: Parameters<typeof decide>[1]) => decide(rules, query, roots).hint;
    assert.equal(hint({ kind: "read", path: "/p/data/x" }), "Run again with --allow-read=./data/x");
    assert.equal(
      hint({ kind: "net", protocol: "https", host: "A.example", port: 443 }),
      "Run again with --allow-net=a.example:443",
    );
    assert.equal(hint({ kind: "system", name: "notifications" }), "Run again with --allow-system=notifications");
  });
});
