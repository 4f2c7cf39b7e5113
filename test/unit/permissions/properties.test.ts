import assert from "node:assert/strict";
import fc from "fast-check";
import { minimatch } from "minimatch";
import { describe, it } from "mocha";
import { decide, type Query, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { normaliseHost } from "../../../runtime/core/permissions/net-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";

const ROOTS = { plugin: "/p", data: "/p", workspace: ["/w"] };

const segment = fc.constantFrom("a", "b", ".x", "*", "**", "?", "{a,b}", "[ab]", "a*", "", "..");
const relative = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const scope = fc.oneof(
  relative.map((text) => `./${text}`),
  relative.map((text) => `/p/${text}`),
  fc.string({ maxLength: 12 }),
);
const scopes = fc.oneof({ weight: 5, arbitrary: fc.array(scope, { maxLength: 4 }) }, fc.constant("all" as const));
const name = fc.constantFrom("a", "b", ".x", "c", "ab");
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/p/${parts.join("/")}`);
const kind = fc.constantFrom("read" as const, "write" as const);

function rules(
  k: "read" | "write",
  declared: Rules["declared"]["read"],
  allow: typeof declared,
  deny: typeof declared,
) {
  return { declared: { ...NO_PERMISSIONS, [k]: declared }, allow: { [k]: allow }, deny: { [k]: deny } };
}

describe("permission properties", () => {
  it("deny wins, whatever else is said", () => {
    fc.assert(
      fc.property(kind, scopes, scopes, scopes, path, (k, declared, allow, deny, p) => {
        const query: Query = { kind: k, path: p };
        const denies = decide(rules(k, "all", deny, []), query, ROOTS).state === "granted";
        const state = decide(rules(k, declared, allow, deny), query, ROOTS).state;
        if (denies) assert.equal(state, "denied");
      }),
    );
  });

  it("a grant never exceeds the declaration, nor the other way round", () => {
    fc.assert(
      fc.property(kind, scopes, scopes, scopes, path, (k, declared, allow, deny, p) => {
        const query: Query = { kind: k, path: p };
        if (decide(rules(k, declared, allow, deny), query, ROOTS).state !== "granted") return;
        assert.equal(decide(rules(k, declared, "all", []), query, ROOTS).state, "granted");
        assert.equal(decide(rules(k, "all", allow, []), query, ROOTS).state, "granted");
      }),
    );
  });

  it("more denials never permit more", () => {
    const order = ["denied", "prompt", "granted"];
    fc.assert(
      fc.property(kind, scopes, scopes, fc.array(scope), scope, path, (k, declared, allow, deny, more, p) => {
        const query: Query = { kind: k, path: p };
        const before = decide(rules(k, declared, allow, deny), query, ROOTS).state;
        const after = decide(rules(k, declared, allow, [...deny, more]), query, ROOTS).state;
        assert.ok(order.indexOf(after) <= order.indexOf(before));
      }),
    );
  });

  it("file scopes are minimatch globs below their base", () => {
    const options = { dot: true, noext: true, nonegate: true, nocomment: true };
    const plain = fc.array(fc.constantFrom("a", "b", ".x", "*", "**", "?", "{a,b}", "[ab]", "a*"), { minLength: 1 });
    fc.assert(
      fc.property(plain, path, (parts, p) => {
        const glob = parts.slice(0, 5).join("/");
        const { state } = decide(rules("read", [`./${glob}`], "all", []), { kind: "read", path: p }, ROOTS);
        assert.equal(state === "granted", minimatch(p.slice(3), glob, options));
      }),
    );
  });

  it("any string whatever is decided, without a throw", () => {
    const any = fc.oneof(fc.string({ unit: "binary" }), fc.string());
    fc.assert(
      fc.property(any, any, fc.constantFrom("read", "net", "memory", "ai", "system"), (text, value, k) => {
        const queries: Record<string, Query> = {
          read: { kind: "read", path: value },
          net: { kind: "net", protocol: value, host: value },
          memory: { kind: "memory", collection: value },
          ai: { kind: "ai", model: value },
          system: { kind: "system", name: value },
        };
        const query = queries[k];
        assert.ok(query);
        const declared = { ...NO_PERMISSIONS, [k]: [text], protocols: [value] };
        const { state } = decide({ declared, allow: { [k]: [] }, deny: {} }, query, ROOTS);
        assert.notEqual(state, "granted");
      }),
    );
  });

  it("normalising a host twice changes nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        const once = normaliseHost(text);
        if (once !== undefined) assert.equal(normaliseHost(once), once);
      }),
    );
  });

  it("what is displayed is one capped line without invisible characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 80 }), (text, max) => {
        const shown = escapeForDisplay(text, max);
        assert.ok(shown.length <= max);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      }),
    );
  });
});

describe("escapeForDisplay", () => {
  const cases: [string, string][] = [
    ["plain ünïcode 日本 ⚠️", "plain ünïcode 日本 ⚠️"],
    ["a\nb\tc\r", "a\\nb\\tc\\r"],
    ["gpj.\u202Eexe", "gpj.\\u{202e}exe"],
    ["a\u{E0041}\u3164\u00ADb", "a\\u{e0041}\\u{3164}\\u{ad}b"],
    ["a\uFE0F", "a\\u{fe0f}"],
    ["a\u00A0b\u3000c", "a\\u{a0}b\\u{3000}c"],
    ["\x1b[2K", "\\u{1b}[2K"],
    ["\ud800", "\\u{d800}"],
  ];
  for (const [text, shown] of cases) {
    it(JSON.stringify(text), () => {
      assert.equal(escapeForDisplay(text), shown);
    });
  }
  it("shows a cut", () => {
    assert.equal(escapeForDisplay("abcdef", 4), "abc…");
    assert.equal(escapeForDisplay("\u200b\u200b", 4), "\\u{…");
  });
});
