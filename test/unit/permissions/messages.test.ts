import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Decision, decide, type Query, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { parseTarget } from "../../../runtime/core/permissions/net-scope.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { isPattern } from "../../../runtime/core/permissions/query-scope.ts";
import type { ScopeError } from "../../../runtime/core/permissions/scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";

const REFUSED: readonly [PermissionKind, string, ScopeError][] = [
  ["read", "", { message: "A scope must not be empty", offset: 0 }],
  ["read", "./a\u0000b", { message: "A scope must not contain control characters", offset: 3 }],
  [
    "read",
    "./a\\b",
    { message: "A scope must not contain backslashes; use / between folders", offset: 3, suggestion: "./a/b" },
  ],
  [
    "read",
    "data/*",
    { message: "A file scope starts with ./, ${workspaceFolder}/ or /", offset: 0, suggestion: "./data/*" },
  ],
  ["read", "~/x", { message: "~ is not known here; write the absolute path", offset: 0 }],
  ["read", "../x", { message: 'A scope must not contain ".."', offset: 0 }],
  ["read", "..", { message: 'A scope must not contain ".."', offset: 0 }],
  ["read", "./a/../b", { message: 'A scope must not contain ".."', offset: 4 }],
  ["read", "./{a,..}/b", { message: 'A scope must not contain ".."', offset: 5 }],
  ["read", "./a//b", { message: "A scope must not contain empty or . segments", offset: 3 }],
  ["read", "./a/./b", { message: "A scope must not contain empty or . segments", offset: 3 }],
  ["read", "././b", { message: "A scope must not contain empty or . segments", offset: 2 }],
  [
    "read",
    "./data/",
    { message: 'A scope must not end with "/"; "/**" means everything inside', offset: 6, suggestion: "./data/**" },
  ],
  ["read", "/", { message: "A scope must not contain empty or . segments", offset: 0 }],
  [
    "read",
    "./",
    { message: 'A scope must not end with "/"; "/**" means everything inside', offset: 1, suggestion: "./**" },
  ],
  ["read", "./x/${workspaceFolder}", { message: "The only variable is ${workspaceFolder}, at the start", offset: 4 }],
  ["read", "${workspaceFolder}/${x}", { message: "The only variable is ${workspaceFolder}, at the start", offset: 19 }],
  ["read", `./${"a".repeat(1023)}`, { message: "A scope has at most 1024 characters", offset: 1024 }],
  ["read", `./${"{a,b}".repeat(150)}`, { message: "The braces stand for more than 100 patterns", offset: 2 }],
  ["read", `./${"**/a/".repeat(33)}b`, { message: 'A scope has at most 32 "**"', offset: 2 }],
  ["read", "=x", { message: "A file scope starts with ./, ${workspaceFolder}/ or /", offset: 1 }],
  ["read", "=./a/", { message: 'A scope must not end with "/"; "/**" means everything inside', offset: 4 }],
  ["read", "=./a/../b", { message: 'A scope must not contain ".."', offset: 5 }],
  ["read", "=./a//b", { message: "A scope must not contain empty or . segments", offset: 4 }],
  ["read", "=~", { message: "~ is not known here; write the absolute path", offset: 1 }],
  ["read", "=", { message: "A file scope starts with ./, ${workspaceFolder}/ or /", offset: 1 }],
  ["read", "=C:/a/../b", { message: 'A scope must not contain ".."', offset: 6 }],
  ["read", "C:/a/../b", { message: 'A scope must not contain ".."', offset: 5 }],
  [
    "net",
    "https://api.example.com/x?y",
    {
      message: "A domain has no scheme; schemes stand in permissions.network.protocols",
      offset: 0,
      suggestion: "api.example.com",
    },
  ],
  ["net", "api.example.com/v1", { message: "A domain has no path", offset: 15, suggestion: "api.example.com" }],
  ["net", "a.example:0", { message: 'A port is a number from 1 to 65535, or "*"', offset: 10 }],
  ["net", "a.example:65536", { message: 'A port is a number from 1 to 65535, or "*"', offset: 10 }],
  ["net", "a.example:x", { message: 'A port is a number from 1 to 65535, or "*"', offset: 10 }],
  ["net", "*", { message: 'A domain must be named; "*" alone is not one', offset: 0 }],
  ["net", "a.*.example", { message: '"*" may stand only for the whole first part, as in *.example.com', offset: 0 }],
  ["net", "*.10.0.0.1", { message: "An address has no subdomains; use a range such as 10.0.0.0/8", offset: 0 }],
  ["net", "10.0.0.0/33", { message: "A range of this kind has at most 32 bits", offset: 0 }],
  ["net", "::/129", { message: "A range of this kind has at most 128 bits", offset: 0 }],
  ["net", "010.0.0.0/8", { message: "This is not an address range", offset: 0 }],
  ["net", "ex%61mple.com", { message: 'A domain must not contain "%"', offset: 2 }],
  ["net", "user@example.com", { message: 'A domain must not contain "@"', offset: 4 }],
  ["net", "a b", { message: 'A domain must not contain " "', offset: 1 }],
  ["net", "::ffff:0.0.0.0/0", { message: "Write this range as IPv4", offset: 0 }],
  ["net", "[::1", { message: "This is not a domain", offset: 0 }],
  ["net", "[x]", { message: "This is not a domain", offset: 0 }],
  ["net", "a.example#x", { message: 'A domain must not contain "#"', offset: 9 }],
  ["net", "a..b", { message: "This is not a domain or an address", offset: 0 }],
  ["memory", "book*", { message: "Names are listed one by one, without wildcards", offset: 4 }],
  ["memory", " a", { message: "A name does not start or end with a space", offset: 0, suggestion: "a" }],
  ["memory", "a".repeat(257), { message: "A name has at most 256 characters", offset: 256 }],
  ["memory", "a\nb", { message: "A scope must not contain control characters", offset: 1 }],
  ["ai", "", { message: "A scope must not be empty", offset: 0 }],
  ["ai", "a/../b", { message: 'A scope must not contain ".."', offset: 2 }],
];

describe("what is said of a scope that cannot be used", () => {
  for (const [kind, scope, error] of REFUSED) {
    it(`${kind} ${JSON.stringify(scope.slice(0, 60))}`, () => {
      assert.deepEqual(checkScope(kind, scope), { error, broad: false });
    });
  }
});

const ROOTS = { plugin: "/p", data: "/d", workspace: ["/w"] };
const READS = { ...NO_PERMISSIONS, read: ["./a"], protocols: ["https"] };

/** The whole decision about a query when only `./a` may be read and https is the protocol. */
const DECISIONS: readonly [Query, Partial<Rules>, Decision][] = [
  [
    { kind: "read", path: "/w/a*" },
    {},
    denied(
      "File read not permitted: /w/a*",
      'add "=${workspaceFolder}/a*" to permissions.filesystem.read in plugin.json',
    ),
  ],
  [
    { kind: "read", path: "/p" },
    {},
    denied("File read not permitted: /p", 'add "." to permissions.filesystem.read in plugin.json'),
  ],
  [
    { kind: "write", path: "/p/x" },
    {},
    denied("File write not permitted: /p/x", 'add "/p/x" to permissions.filesystem.write in plugin.json'),
  ],
  [
    { kind: "write", path: "/d/x" },
    {},
    denied("File write not permitted: /d/x", 'add "./x" to permissions.filesystem.write in plugin.json'),
  ],
  [{ kind: "write", path: "x" }, {}, denied("File write not permitted: x", "This value is malformed")],
  [
    { kind: "net", host: "A.example", port: 81 },
    {},
    denied("Domain not permitted: A.example:81", 'add "a.example:81" to permissions.network.domains in plugin.json'),
  ],
  [
    { kind: "net", host: "::1" },
    {},
    denied("Domain not permitted: ::1", 'add "[::1]" to permissions.network.domains in plugin.json'),
  ],
  [
    { kind: "net", protocol: "https", host: "::1", port: 81 },
    {},
    denied("Domain not permitted: [::1]:81", 'add "[::1]:81" to permissions.network.domains in plugin.json'),
  ],
  [{ kind: "net", host: "a", port: 0 }, {}, denied("Domain not permitted: a:0", "This value is malformed")],
  [{ kind: "net", host: "a", port: 65_536 }, {}, denied("Domain not permitted: a:65536", "This value is malformed")],
  [{ kind: "net", host: "a", port: 1.5 }, {}, denied("Domain not permitted: a:1.5", "This value is malformed")],
  [{ kind: "net", host: "a b" }, {}, denied("Domain not permitted: a b", "This value is malformed")],
  [
    { kind: "net", host: "a" },
    { declared: NO_PERMISSIONS },
    denied("Domain not permitted: a", 'add "https" to permissions.network.protocols in plugin.json'),
  ],
  [
    { kind: "memory", collection: "m" },
    {},
    denied("Memory collection not permitted: m", 'add "m" to permissions.memory.collections in plugin.json'),
  ],
  [
    { kind: "ai", model: "m" },
    {},
    denied("AI model not permitted: m", 'add "m" to permissions.ai.models in plugin.json'),
  ],
  [
    { kind: "system", name: "clipboard" },
    {},
    denied("System capability not permitted: clipboard", 'add "clipboard": true to permissions.system in plugin.json'),
  ],
  [
    { kind: "system", name: "x".repeat(257) },
    {},
    denied(`System capability not permitted: ${"x".repeat(257)}`, "This value is malformed"),
  ],
  [
    { kind: "read", path: "/p/a" },
    { deny: { read: ["./x", "./*"] } },
    {
      ...denied("File read not permitted: /p/a", 'Denied by the rule "./*"; only the user can change that'),
      scope: "./*",
    },
  ],
  [
    { kind: "read", path: "/p/a" },
    {},
    { state: "prompt", scope: "./a", reason: 'Declared by "./a", not decided yet', hint: "The user has to allow this" },
  ],
  [
    { kind: "read", path: "/p/a" },
    { allow: { read: ["./*"] } },
    { state: "granted", scope: "./*", reason: 'Granted by "./*"', hint: "" },
  ],
];

function denied(reason: string, hint: string): Decision {
  return { state: "denied", scope: "", reason, hint };
}

describe("what a decision says", () => {
  for (const [query, rules, expected] of DECISIONS) {
    it(JSON.stringify(expected.reason.slice(0, 60)), () => {
      assert.deepEqual(decide({ declared: READS, allow: {}, deny: {}, ...rules }, query, ROOTS), expected);
    });
  }

  it("takes the best of the declared protocols for a host without one", () => {
    const declared = { ...NO_PERMISSIONS, net: ["a", "b:81"], protocols: ["ftp", "https", "http"] };
    const state = (query: Query, allow: readonly string[]) =>
      decide({ declared, allow: { net: allow }, deny: {} }, query, ROOTS).state;
    assert.equal(state({ kind: "net", host: "a" }, ["a:80"]), "granted");
    assert.equal(state({ kind: "net", host: "a", port: 80 }, ["a:443"]), "prompt");
    assert.equal(state({ kind: "net", host: "a", port: 21 }, ["a:*"]), "granted");
    assert.equal(state({ kind: "net", host: "a", port: 22 }, ["a:*"]), "denied");
    assert.equal(state({ kind: "net", host: "b" }, ["b:*"]), "denied");
  });
});

describe("targets of requests", () => {
  const cases: readonly [string, [string | undefined, string, number | undefined] | undefined][] = [
    ["https://A.example./x", ["https", "a.example", undefined]],
    ["https://a.example:443", ["https", "a.example", undefined]],
    ["http://a.example:443", ["http", "a.example", 443]],
    ["wss://[::1]:9", ["wss", "::1", 9]],
    ["a.example", [undefined, "a.example", undefined]],
    ["a.example:65535", [undefined, "a.example", 65_535]],
    ["[::1]:80", [undefined, "::1", 80]],
    ["[::1]", [undefined, "::1", undefined]],
    ["::1", undefined],
    ["a.example:", undefined],
    ["a.example:080", undefined],
    ["a.example:65536", undefined],
    [":80", undefined],
    ["", undefined],
    ["https://", undefined],
    ["https://a.example:0", undefined],
    ["file:///etc", undefined],
    [`https://a.example/${"x".repeat(8192)}`, undefined],
  ];
  for (const [text, expected] of cases) {
    it(text.slice(0, 60), () => {
      const target = parseTarget(text);
      assert.deepEqual(target && [target.protocol, target.host, target.port], expected);
    });
  }
});

describe("patterns that a plugin asks about", () => {
  const cases: readonly [PermissionKind, string, boolean][] = [
    ["read", "./a", false],
    ["read", "./a*", true],
    ["write", "./a?", true],
    ["read", "./[a", true],
    ["read", "./{a", true],
    ["read", "=./a", true],
    ["read", "./a=", false],
    ["ai", "local/x", false],
    ["ai", "local/*", true],
    ["net", "a.example", false],
    ["net", "*.example", true],
    ["net", "10.0.0.0/8", true],
    ["net", "https://a.example/*", false],
    ["memory", "*", false],
    ["system", "*", false],
  ];
  for (const [kind, text, expected] of cases)
    it(`${kind} ${text}`, () => assert.equal(isPattern(kind, text), expected));
});
