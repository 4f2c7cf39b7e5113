import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codeLenses } from "../../../language-server/features/code-lens.ts";
import { documentLinks } from "../../../language-server/features/document-links.ts";
import { inlayHints } from "../../../language-server/features/inlay-hints.ts";
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from "../../../language-server/features/semantic-tokens.ts";
import { FOLDER, MANIFEST, viewOf } from "./view.ts";

describe("document links", () => {
  const linksOf = (manifest: object, files = {}) => {
    const { view } = viewOf(JSON.stringify(manifest), { files });
    return documentLinks(view).map(({ range, target }) => `${view.document.getText(range)} -> ${target}`);
  };

  it("lead to files that are there, escaped as URIs want it", () => {
    const files = { "src/main.ts": "", "docs/read me#1.md": "", "shots/a.png": "" };
    const manifest = {
      build: { entry: "src/main.ts", output: "dist/" },
      resources: { docs: "./docs/read me#1.md", icon: "none.png", screenshots: ["shots/a.png", "./shots/"] },
    };
    assert.deepEqual(linksOf(manifest, files), [
      `src/main.ts -> ${FOLDER}/src/main.ts`,
      `./docs/read me#1.md -> ${FOLDER}/docs/read%20me%231.md`,
      `shots/a.png -> ${FOLDER}/shots/a.png`,
    ]);
  });

  it("lead to web pages over HTTPS and to nothing else", () => {
    const none = [
      "command:workbench.action.terminal.new",
      "http://example.com",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "https://github.com@evil.example",
      "https:// example.com",
      "vscode://x/y",
    ];
    for (const homepage of none) assert.deepEqual(linksOf({ homepage, repository: homepage }), [], homepage);
    assert.deepEqual(linksOf({ homepage: "https://example.com/a b" }), []);
    assert.deepEqual(linksOf({ repository: "https://example.com/a" }), [
      "https://example.com/a -> https://example.com/a",
    ]);
  });

  it("never leave the folder", () => {
    for (const entry of ["../x", "a/../../x", "/x", "c:x", "a\\b", "~/x", "", ".", "./"]) {
      assert.deepEqual(linksOf({ build: { entry } }, { x: "", "../x": "", "c:x": "" }), [], entry);
    }
  });
});

describe("code lenses", () => {
  const text = `{
    "permissions": { "filesystem": { "read": ["./data/*", "/srv/**"] }, "system": { "clipboard": true, "camera": false } },
    "optionalPermissions": {},
    "ui": { "commands": [{ "id": "go", "title": "Go" }, { "title": "No id" }] }
  }`;
  const lensesOf = (marked: string, ...commands: string[]) =>
    codeLenses(viewOf(marked).view, new Set(commands)).map(
      ({ range, command }) => `${range.start.line + 1}: ${command?.title} ${command?.command}`,
    );

  it("count permissions, and offer what the client can do, with the manifest it is about", () => {
    assert.deepEqual(lensesOf(text, "aihub.runPlugin"), [
      "1: ▶ Run aihub.runPlugin",
      "4: ▶ Run aihub.runPlugin",
      "2: 3 permissions, 1 broad ",
      "3: 0 permissions ",
    ]);
    const [top, command] = codeLenses(viewOf(text).view, new Set(["aihub.runPlugin"]));
    assert.deepEqual(top?.command?.arguments, [MANIFEST]);
    assert.deepEqual(command?.command?.arguments, [MANIFEST, "go"]);
    assert.deepEqual(lensesOf(text, "aihub.runPlugin", "aihub.debugPlugin").slice(0, 4), [
      "1: ▶ Run aihub.runPlugin",
      "1: Debug aihub.debugPlugin",
      "4: ▶ Run aihub.runPlugin",
      "4: Debug aihub.debugPlugin",
    ]);
  });

  it("offer nothing that the client cannot do, and say nothing of no object", () => {
    assert.deepEqual(lensesOf(text), ["2: 3 permissions, 1 broad ", "3: 0 permissions "]);
    assert.deepEqual(lensesOf("{}", "aihub.runPlugin", "aihub.debugPlugin", "rm"), [
      "1: ▶ Run aihub.runPlugin",
      "1: Debug aihub.debugPlugin",
    ]);
    for (const other of ["", "[]", '"x"', "{", '{ "permissions": 1, "ui": { "commands": 2 } }']) {
      assert.ok(lensesOf(other).length <= 1, other);
    }
  });
});

describe("inlay hints", () => {
  const plugin = (id: string, version: string) => ({ id, version, commands: [], events: [], manifest: "{}" });
  const installed = [plugin("data", "1.2.0"), plugin("data", "1.4.1"), plugin("data", "2.0.0"), plugin("old", "0.1.0")];
  const text = `{ "dependencies": { "plugins": { "data": "^1.0.0",
    "old": "^1.0.0", "gone": "*", "data2": 1, "bad": "not a range" } } }`;
  const hintsIn = (start: number, end: number) => {
    const { view } = viewOf(text, { installed });
    const range = { start: { line: start, character: 0 }, end: { line: end, character: 0 } };
    return inlayHints(view, { textDocument: { uri: MANIFEST }, range });
  };

  it("show the newest installed version that satisfies a range, where it is visible", () => {
    const [hint, ...more] = hintsIn(0, 1);
    assert.equal(hint?.label, "1.4.1");
    assert.deepEqual(hint?.position, { line: 0, character: text.indexOf('"^1.0.0"') + '"^1.0.0"'.length });
    assert.deepEqual(more, []);
    assert.deepEqual(hintsIn(1, 1), []);
  });
});

describe("semantic tokens", () => {
  /** `part:text` for each token. */
  function tokensOf(permissions: object): string[] {
    const { view, text } = viewOf(JSON.stringify({ permissions }, null, 1));
    const { data } = semanticTokens(view);
    const lines = text.split("\n");
    const tokens: string[] = [];
    let [line, character] = [0, 0];
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 4);
      character = down > 0 ? right : character + right;
      line += down;
      const part = lines[line]?.slice(character, character + length);
      tokens.push(`${SEMANTIC_TOKENS_LEGEND.tokenTypes[type]}:${part}`);
    }
    return tokens;
  }
  const cases: readonly [kind: "read" | "net" | "ai" | "memory", scope: string, parts: readonly string[]][] = [
    ["read", "./data/*.csv", ["string:./data/", "regexp:*", "string:.csv"]],
    ["read", "${workspaceFolder}/**", ["variable:${workspaceFolder}", "string:/", "regexp:**"]],
    ["read", "${workspaceFolder:my app}/*", ["variable:${workspaceFolder:my app}", "string:/", "regexp:*"]],
    ["read", "=${workspaceFolder:app}/*", ["operator:=", "variable:${workspaceFolder:app}", "string:/*"]],
    ["read", "=./a*b", ["operator:=", "string:./a*b"]],
    [
      "read",
      "./{a,b}/[xy]?",
      ["string:./", "regexp:{", "string:a,b", "regexp:}", "string:/", "regexp:[xy]", "regexp:?"],
    ],
    ["net", "api.example.com", ["namespace:api.example.com"]],
    ["net", "*.example.com:8443", ["regexp:*", "namespace:example.com", "number:8443"]],
    ["net", "localhost:*", ["namespace:localhost", "regexp:*"]],
    ["net", "10.0.0.0/8:443", ["namespace:10.0.0.0", "number:8", "number:443"]],
    ["net", "fd00::/8", ["namespace:fd00::", "number:8"]],
    ["net", "::1", ["namespace:::1"]],
    ["net", "[fd00::/8]:443", ["namespace:fd00::", "number:8", "number:443"]],
    ["net", "[::1]:80", ["namespace:::1", "number:80"]],
    ["ai", "local/*", ["string:local/", "regexp:*"]],
    ["memory", "notes", ["string:notes"]],
    ["net", "", []],
    ["read", "x".repeat(2000), []],
  ];
  const GROUPS = {
    read: ["filesystem", "read"],
    net: ["network", "domains"],
    ai: ["ai", "models"],
    memory: ["memory", "collections"],
  } as const;
  for (const [kind, scope, parts] of cases) {
    it(`colour ${kind} ${scope.slice(0, 40)}`, () => {
      const [group, list] = GROUPS[kind];
      assert.deepEqual(tokensOf({ [group]: { [list]: [scope] } }), parts);
    });
  }

  it("stand right behind escapes, and in the order of the text", () => {
    const marked =
      '{ "permissions": { "network": { "domains": ["a.b"] }, "filesystem": { "read": ["./\\u0064/*"] } } }';
    const { view, text } = viewOf(marked);
    const { data } = semanticTokens(view);
    const starts: number[] = [];
    for (let at = 0; at < data.length; at += 5) starts.push((starts.at(-1) ?? 0) + (data[at + 1] ?? 0));
    assert.deepEqual(starts, [text.indexOf("a.b"), text.indexOf("./"), text.indexOf("*")]);
  });
});
