import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { PermissionKind } from "../../../runtime/core/permissions/kinds.ts";
import { review, reviewChanges } from "../../../runtime/core/permissions/review.ts";
import { riskOf } from "../../../runtime/core/permissions/risk.ts";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the name of the variable in manifests
const RISKS: Readonly<Record<string, Partial<Record<PermissionKind, readonly string[]>>>> = {
  low: { read: [".", "./data/*", "./**", "=./a*"], memory: ["notes"], system: ["notifications"] },
  medium: {
    read: ["${workspaceFolder}/src/**", "${workspaceFolder:a}/src/x", "=${workspaceFolder}/a*"],
    write: ["./out/*"],
    net: ["api.example.com", "*.example.com", "8.8.8.8", "a.example:8443"],
    ai: ["gpt-4"],
  },
  high: {
    read: [
      "${workspaceFolder}",
      "${workspaceFolder}/**",
      "${workspaceFolder:a}/**",
      "${workspaceFolder}/?*/**",
      "${workspaceFolder}/{src,**}",
      "${workspaceFolder}/{src,.git}/**",
      "${workspaceFolder}/.env",
      "=${workspaceFolder}/.ssh/x",
    ],
    write: ["${workspaceFolder}/src/x", "${workspaceFolder}/**"],
    net: [
      "localhost",
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "[::ffff:127.0.0.1]",
      "[::1]",
      "10.0.0.0/8",
      "router",
      "8.8.0.0/16",
    ],
    system: ["clipboard", "camera", "somethingNew"],
  },
  broad: {
    read: ["/**", "/etc/passwd", "C:/x", "../x", "nonsense"],
    write: ["/tmp/*"],
    net: ["*.com", "0.0.0.0/0", "https://x"],
    memory: ["*"],
    ai: ["*"],
  },
};

describe("the risk of a permission", () => {
  for (const [word, kinds] of Object.entries(RISKS)) {
    for (const [kind, scopes] of Object.entries(kinds) as [PermissionKind, string[]][]) {
      for (const scope of scopes) {
        it(`of ${kind} ${scope} is ${word}`, () => {
          const risk = riskOf(kind, scope);
          assert.equal(risk.word, word, risk.why);
          assert.ok(risk.why.length > 5);
        });
      }
    }
  }
});

describe("a review", () => {
  const manifest = {
    permissions: {
      filesystem: { read: ["./data/*", "/etc/**", "./data/*"], write: ["${workspaceFolder}/**"] },
      network: { domains: ["a.example"], protocols: ["https"] },
      reasons: { "filesystem.read": "Reads." },
    },
    optionalPermissions: { filesystem: { read: ["./more/*"] }, system: { notifications: true } },
  };
  const items = (states: Readonly<Record<string, "granted" | "denied" | "prompt" | "partial">> = {}) =>
    review(manifest, (_, scope) => states[scope] ?? "prompt");

  it("shows what is declared once, required first, with the plugin's claim", () => {
    assert.deepEqual(
      items().map(({ kind, scope, optional, reason }) => [kind, scope, optional, reason]),
      [
        ["read", "./data/*", false, "Reads."],
        ["read", "/etc/**", false, "Reads."],
        ["write", "${workspaceFolder}/**", false, undefined],
        ["net", "a.example", false, undefined],
        ["read", "./more/*", true, "Reads."],
        ["system", "notifications", true, undefined],
      ],
    );
  });

  it("preselects nothing that is optional, of high or broad risk, or was denied", () => {
    const chosen = (states = {}) => items(states).flatMap(({ scope, preselected }) => (preselected ? [scope] : []));
    assert.deepEqual(chosen(), ["./data/*", "a.example"]);
    assert.deepEqual(chosen({ "a.example": "denied", "./more/*": "granted", "./data/*": "partial" }), ["./more/*"]);
  });

  it("changes what is wished otherwise than it stands, and nothing else", () => {
    const reviewed = items({
      "./data/*": "granted",
      "/etc/**": "denied",
      "a.example": "granted",
      "./more/*": "partial",
    });
    const wishes = {
      "./data/*": "allow",
      "/etc/**": "deny",
      "a.example": "ask",
      "./more/*": "allow",
      notifications: "deny",
    } as const;
    const changes = reviewChanges(reviewed, ({ scope }) => wishes[scope as keyof typeof wishes] ?? "ask");
    assert.deepEqual(changes, [
      { kind: "net", scope: "a.example", change: "forget" },
      { kind: "read", scope: "./more/*", change: "allow" },
      { kind: "system", scope: "notifications", change: "deny" },
    ]);
    assert.deepEqual(
      reviewChanges(items(), () => "ask"),
      [],
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the name of the variable in manifests
