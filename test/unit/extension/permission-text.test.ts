import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { changesOf, permissionItem, reviewText, stateText } from "../../../extension/permissions/permission-text.ts";
import { detailsText } from "../../../extension/ports/prompt-text.ts";
import type { DecidedBy, PermissionEntry } from "../../../runtime/host/permissions/plugin-permissions.ts";

const ENTRY: PermissionEntry = {
  kind: "read",
  scope: "./data/*",
  pointer: "/permissions/filesystem/read/0",
  optional: false,
  broad: false,
  reason: undefined,
  state: "prompt",
  by: "nobody",
};

describe("the words for a permission", () => {
  const cases: readonly [PermissionEntry["state"], DecidedBy, text: string, changes: readonly string[]][] = [
    ["granted", "always", "allowed always", ["deny", "forget"]],
    ["granted", "session", "allowed for this session", ["allow", "deny", "forget"]],
    ["denied", "always", "denied always", ["allow", "forget"]],
    ["denied", "session", "denied for this session", ["allow", "deny", "forget"]],
    ["denied", "policy", "denied by this machine's policy", []],
    ["denied", "host", "not available in this host", []],
    ["denied", "manifest", "denied: plugin.json declares no protocol for it", []],
    ["prompt", "nobody", "asked when needed", ["allow", "deny"]],
    ["partial", "session", "partly decided", ["allow", "deny", "forget"]],
  ];
  for (const [state, by, text, changes] of cases) {
    it(`say how it stands, and what can be done: ${text}`, () => {
      assert.equal(stateText({ state, by }), text);
      const offered = changesOf({ state, by }).map(({ change }) => change);
      assert.deepEqual(offered, changes);
    });
  }

  it("warn of broad scopes, and quote the plugin's reason as its claim", () => {
    const item = permissionItem({ ...ENTRY, broad: true, optional: true, reason: "For you." });
    assert.equal(
      item.description,
      "asked when needed · optional · $(warning) broad: beyond the plugin and the workspace",
    );
    assert.equal(item.detail, 'The plugin says: "For you."');
    assert.match(permissionItem({ ...ENTRY, kind: "net", broad: true }).description, /more than one owner's/);
  });

  it("say what of a budget is used", () => {
    const item = permissionItem({ ...ENTRY, kind: "ai", scope: "local/*", note: "5 of 100 tokens used today" });
    assert.equal(item.description, "asked when needed · 5 of 100 tokens used today");
  });

  it("hold nothing that a plugin could make live or hide", () => {
    const item = permissionItem({ ...ENTRY, scope: "./$(check)\u202e[x](command:y)", reason: "\u001b[2J$(verified)" });
    for (const text of [item.label, item.detail ?? ""]) {
      assert.doesNotMatch(text.replace(/^\$\(question\)/, ""), /\$\(|\]\(|\p{Cc}|\u202e/u);
    }
  });
});

describe("the words of a review", () => {
  const item = {
    kind: "read",
    scope: "/etc/\u202e$(x)/*",
    optional: false,
    reason: "Trust [me](command:x)",
    risk: { word: "broad", why: "reads files beyond the plugin and the workspace" },
    state: "prompt",
    preselected: false,
  } as const;

  it("say the risk, and the plugin's claim as such, with nothing in them that acts", () => {
    const { label, description, detail } = reviewText(item, false);
    assert.equal(label, "/etc/\\u{202e}$\u200b(x)/*");
    assert.equal(description, "Read files · $(warning) broad: reads files beyond the plugin and the workspace");
    assert.match(detail ?? "", /^The plugin says: "Trust \[me\]\u200b\(command:x\)"$/);
  });

  it("say what shall be denied, and give the mild no warning", () => {
    const { label, description } = reviewText({ ...item, risk: { word: "low", why: "reads" } }, true);
    assert.match(label, /^\$\(circle-slash\) /);
    assert.equal(description, "Read files · low: reads · denied always");
  });
});

describe("the details of a question", () => {
  const request = {
    pluginId: "demo",
    pluginName: "Demo",
    kind: "read" as const,
    value: "/data/a.csv",
    scope: "./data/*",
    reason: "Reads exports",
    signal: new AbortController().signal,
  };

  it("name the line of plugin.json, the claim and how broad it is", () => {
    const text = detailsText(request, {
      file: "/p/plugin.json",
      line: 7,
      column: 3,
      text: '"read": ["./data/*"] // \u202e[x](command:y)',
      optional: true,
      broad: true,
    });
    assert.match(text, /Permission: read \.\/data\/\* \(optional\)/);
    assert.match(text, /broad: beyond the plugin/);
    assert.match(text, /The plugin says: "Reads exports"/);
    assert.match(text, /Declared in line 7 of \/p\/plugin\.json:\n"read": \["\.\/data\/\*"\]/);
    assert.doesNotMatch(text, /\u202e|\]\(/);
  });

  it("name the line of code that asks, where it is known", () => {
    const text = detailsText({ ...request, origin: "src/main.ts:12 in [x](command:y)" }, undefined);
    assert.match(text, /Asked by src\/main\.ts:12 in \[x\]/);
    assert.doesNotMatch(text, /\]\(/);
    assert.match(detailsText(request, undefined), /Where in its code it asks is not known/);
  });

  it("say so when the declaration is not there", () => {
    assert.match(detailsText(request, undefined), /Where plugin\.json declares it was not found/);
  });
});
