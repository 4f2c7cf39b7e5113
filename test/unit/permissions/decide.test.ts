import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Decision, decide, type Query, type Rules } from "../../../runtime/core/permissions/decide.ts";
import type { PathRoots } from "../../../runtime/core/permissions/path-scope.ts";
import { declared, declaredScopes, NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";

const W = ["$", "{workspaceFolder}"].join("");
const ROOTS: PathRoots = { plugin: "/p [1]/code", data: "/p [1]/data", workspace: ["/ws/a", "/ws/b"] };

interface Case {
  readonly declared?: Partial<Rules["declared"]>;
  readonly allow?: Rules["allow"];
  readonly deny?: Rules["deny"];
  readonly roots?: Partial<PathRoots>;
}

function ask(rules: Case, query: Query): Decision {
  const full: Rules = {
    declared: { ...NO_PERMISSIONS, protocols: ["https", "http"], ...rules.declared },
    allow: rules.allow ?? {},
    deny: rules.deny ?? {},
  };
  return decide(full, query, { ...ROOTS, ...rules.roots });
}

/** Whether a declared and wholly allowed scope covers the query. */
function covers(title: string, scope: string, query: Query, expected: boolean, roots: Partial<PathRoots> = {}): void {
  it(`${scope} ${expected ? "covers" : "does not cover"} ${title}`, () => {
    const { state } = ask({ declared: { [query.kind]: [scope] }, allow: { [query.kind]: "all" }, roots }, query);
    assert.equal(state, expected ? "granted" : "denied");
  });
}

function read(scope: string, path: string, expected: boolean, roots: Partial<PathRoots> = {}): void {
  covers(path, scope, { kind: "read", path }, expected, roots);
}

function net(scope: string, url: string, expected: boolean): void {
  const [, protocol = "", host = "", port] = /^(\w+):\/\/(.*?)(?::(\d+))?$/.exec(url) ?? [];
  covers(url, scope, { kind: "net", protocol, host, port: port === undefined ? undefined : Number(port) }, expected);
}

describe("file scopes", () => {
  read("./data/*", "/p [1]/code/data/a", true);
  read("./data/*", "/p [1]/data/data/a", true);
  read("./data/*", "/p [1]/code/data/.env", true);
  read("./data/*", "/p [1]/code/data/a/b", false);
  read("./data/*", "/p [1]/code/data", false);
  read("./data/*", "/p 1/code/data/a", false);
  read("./**", "/p [1]/code", true);
  read("./**", "/p [1]/code2/x", false);
  read(".", "/p [1]/code", true);
  read(".", "/p [1]/code/x", false);
  read(`${W}/**/*.csv`, "/ws/b/deep/er/x.csv", true);
  read(`${W}/**`, "/ws/c/x", false);
  read("/etc/*", "/etc/hosts", true);
  read("/**", "/", true);
  read("/**", "relative", false);
  read("/**", "/a/../b", false);
  read("/**", "/a/./b", false);
  read("/**", "/a//b", false);
  read("/**", "/a\0b", false);
  read("/**", "", false);
  read("C:/Users/**", "C:/Users/x/y", true);
  read("C:/Users/**", "D:/Users/x/y", false);
  read("./Data/*", "/P [1]/CODE/data/X", false);
  read("./Data/*", "/P [1]/CODE/data/X", true, { caseInsensitive: true });
  read("./+(a)", "/p [1]/code/a", false);
  read("./!a", "/p [1]/code/b", false);
  covers("a file of the code", "./**", { kind: "write", path: "/p [1]/code/x" }, false);
  covers("a file of the data folder", "./**", { kind: "write", path: "/p [1]/data/x" }, true);
});

describe("network scopes", () => {
  net("api.openai.com", "https://API.openai.com.", true);
  net("api.openai.com", "https://api.openai.com:443", true);
  net("api.openai.com", "http://api.openai.com:80", true);
  net("api.openai.com", "https://api.openai.com:80", false);
  net("api.openai.com", "https://api.openai.com.evil.example", false);
  net("api.openai.com:8443", "https://api.openai.com:8443", true);
  net("api.openai.com:8443", "https://api.openai.com", false);
  net("api.openai.com:*", "https://api.openai.com:1", true);
  net("api.openai.com", "ftp://api.openai.com", false);
  net("*.googleapis.com", "https://a.b.googleapis.com", true);
  net("*.googleapis.com", "https://googleapis.com", false);
  net("*.googleapis.com", "https://evilgoogleapis.com", false);
  net("bücher.example", "https://xn--bcher-kva.example", true);
  net("127.0.0.1", "http://2130706433", true);
  net("127.0.0.1", "http://[::ffff:127.0.0.1]", true);
  net("127.0.0.1", "http://localhost", false);
  net("10.0.0.0/8", "http://10.255.0.1", true);
  net("10.0.0.0/8", "http://11.0.0.1", false);
  net("::ffff:10.0.0.0/104", "http://10.1.2.3", true);
  net("[fd00::]/8:*", "http://[fd12::1]:99", true);
  net("0.0.0.0/0", "http://[::1]", false);
  net("0.0.0.0/0", "http://example.com", false);
});

describe("model and name scopes", () => {
  covers("gpt-4", "gpt-4", { kind: "ai", model: "gpt-4" }, true);
  covers("gpt-4o", "gpt-4", { kind: "ai", model: "gpt-4o" }, false);
  covers("local/x", "local/*", { kind: "ai", model: "local/x" }, true);
  covers("an empty model", "**", { kind: "ai", model: "" }, false);
  covers("itself", "books", { kind: "memory", collection: "books" }, true);
  covers("another", "books", { kind: "memory", collection: "Books" }, false);
  covers("itself", "clipboard", { kind: "system", name: "clipboard" }, true);
});

describe("decide", () => {
  const path = "/p [1]/data/x";
  const query: Query = { kind: "read", path };
  const all = { declared: { read: ["./**"] }, allow: { read: "all" } } as const;

  it("asks for what is declared and undecided", () => {
    const decision = ask({ declared: { read: ["./y", "./**"] } }, query);
    assert.equal(decision.state, "prompt");
    assert.equal(decision.scope, "./**");
  });

  it("denies what is not declared, and says which line is missing", () => {
    assert.deepEqual(ask({ allow: { read: "all" } }, query), {
      state: "denied",
      scope: "",
      reason: `File read not permitted: ${path}`,
      hint: 'add "./x" to permissions.filesystem.read in plugin.json',
    });
  });

  it("lets a broad denial win over a narrow grant, and the other way round (CVE-2025-48888)", () => {
    assert.equal(ask({ ...all, allow: { read: ["./x"] }, deny: { read: "all" } }, query).state, "denied");
    assert.equal(ask({ ...all, deny: { read: ["./x"] } }, query).scope, "./x");
    assert.equal(ask({ ...all, deny: { read: "all" } }, query).state, "denied");
  });

  it("takes a grant or a declaration that cannot be read for none, and a denial for one of everything", () => {
    assert.equal(ask({ ...all, allow: { read: [""] } }, query).state, "prompt");
    assert.equal(ask({ ...all, declared: { read: ["../**"] } }, query).state, "denied");
    assert.equal(ask({ ...all, deny: { read: ["\0"] } }, query).state, "denied");
  });

  it("refuses a protocol that is not declared", () => {
    const ftp: Query = { kind: "net", protocol: "ftp", host: "a.example" };
    const decision = ask({ declared: { net: ["a.example:*"] }, allow: { net: "all" } }, ftp);
    assert.equal(decision.reason, "Protocol not permitted: ftp");
    assert.equal(decision.hint, 'add "ftp" to permissions.network.protocols in plugin.json');
  });

  it("needs some protocol even when the query names none", () => {
    const host: Query = { kind: "net", host: "a.example" };
    const declared = { net: ["a.example"] };
    assert.equal(ask({ declared }, host).state, "prompt");
    assert.equal(ask({ declared: { ...declared, protocols: [] } }, host).state, "denied");
  });

  it("escapes what it shows", () => {
    const { reason } = ask({}, { kind: "memory", collection: "a\u202eb\u200bc" });
    assert.equal(reason, "Memory collection not permitted: a\\u{202e}b\\u{200b}c");
  });
});

describe("declared", () => {
  const manifest = {
    permissions: {
      filesystem: { read: ["./a", "./b"] },
      network: { domains: ["a.example"], protocols: ["https"] },
      system: { notifications: true, clipboard: false },
    },
    optionalPermissions: { filesystem: { read: ["./b"], write: ["./c"] }, ai: { models: ["m"] } },
  };

  it("joins required and optional permissions", () => {
    assert.deepEqual(declared(manifest), {
      read: ["./a", "./b"],
      write: ["./c"],
      net: ["a.example"],
      memory: [],
      ai: ["m"],
      system: ["notifications"],
      protocols: ["https"],
    });
  });

  it("knows where each scope stands", () => {
    const places = declaredScopes(manifest).map(({ pointer, optional }) => `${pointer}${optional ? "?" : ""}`);
    assert.deepEqual(places, [
      "/permissions/filesystem/read/0",
      "/permissions/filesystem/read/1",
      "/permissions/network/domains/0",
      "/permissions/system/notifications",
      "/optionalPermissions/filesystem/read/0?",
      "/optionalPermissions/filesystem/write/0?",
      "/optionalPermissions/ai/models/0?",
    ]);
  });
});
