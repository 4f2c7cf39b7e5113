/** Each fix of an advice, applied as an editor does it: the advice is not given again. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions } from "../../../language-server/features/code-actions/code-actions.ts";
import { adviceCodes } from "../../../runtime/core/manifest/lint/codes.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";
import { lintManifest } from "../../../runtime/core/manifest/validate.ts";
import { type Around, viewOf } from "./view.ts";

type Advised = keyof typeof adviceCodes;

const use = (kind: SourceUse["kind"], value: string): SourceUse => ({
  path: "src/main.ts",
  kind,
  value,
  call: `aiHub.${kind}`,
  start: 0,
  end: value.length,
  line: 1,
  column: 1,
});
const installed = (version: string, manifest: string) => [{ id: "a", version, commands: [], events: [], manifest }];
const OLD = '{"name": "A", "version": "1.0.0"}';

const FIXED: readonly (readonly [code: Advised, members: string, around: Around])[] = [
  ["source/undeclared-command", "", { uses: [use("command", "go")] }],
  [
    "source/undeclared-command",
    '"ui": {"commands": [{"id": "generate-reprot", "title": "T"}]}',
    { uses: [use("command", "generate-report")] },
  ],
  [
    "source/unused-command",
    '"ui": {"commands": [{"id": "a", "title": "A"}, /* keep */ {"id": "b", "title": "B"}]}',
    { uses: [use("command", "a")] },
  ],
  ["source/undeclared-panel", '"ui": {}', { uses: [use("panel", "p")] }],
  ["source/unused-panel", '"ui": {"panels": [{"id": "p", "title": "P"}]}', { uses: [use("command", "x")] }],
  ["source/undeclared-endpoint", '"api": {"endpoints": []}', { uses: [use("endpoint", "/x")] }],
  ["source/unused-endpoint", '"api": {"endpoints": [{"path": "/x"}]}', { uses: [use("command", "x")] }],
  ["source/undeclared-event", '"api": {"events": ["a"]}', { uses: [use("emit", "a"), use("emit", "done")] }],
  ["source/unused-event", '"api": {"events": ["a", "b"]}', { uses: [use("emit", "b")] }],
  ["source/missing-permission", "", { uses: [use("read", "./data/x")] }],
  [
    "source/missing-permission",
    '"permissions": {"system": {"clipboard": false}}',
    { uses: [use("system", "clipboard")] },
  ],
  [
    "source/missing-permission",
    '"permissions": {"network": {"domains": ["b.example"]}}',
    { uses: [use("net", "https://a.example/")] },
  ],
  [
    "source/unused-permission",
    '"permissions": {"memory": {"collections": ["a", "b"]}}',
    { uses: [use("memory", "b")] },
  ],
  [
    "source/wider-permission",
    '"permissions": {"filesystem": {"read": ["./data/**"]}}',
    { uses: [use("read", "./data/x"), use("read", "./data/y")] },
  ],
  [
    "source/plugin-range",
    '"dependencies": {"plugins": {"a": "^2.0.0"}}, "id": "b"',
    { installed: installed("1.5.0", OLD) },
  ],
  [
    "source/version-not-bumped",
    '"permissions": {"system": {"clipboard": true}}',
    { installed: installed("1.0.0", OLD) },
  ],
  ["source/path-case", '"resources": {"docs": "./docs/Readme.md"}', { files: { "docs/README.md": "" } }],
  ["lint/icon-format", '"resources": {"icon": "./icon.svg"}', { files: { "icon.svg": "", "icon.png": "" } }],
  ["lint/insecure-link", '"homepage": "http://a.example"', {}],
  ["lint/deprecated-license", '"license": "GPL-3.0+"', {}],
  ["lint/missing-keywords", '"type": "tool"', {}],
  [
    "lint/category-spelling",
    `"ui": {"commands": [${["Books", "Books", "books"].map((c, i) => `{"id": "c${i}", "title": "T", "category": "${c}"}`)}]}`,
    {},
  ],
  ["lint/command-category", '"ui": {"commands": [{"id": "c", "title": "T"}]}', {}],
  ["lint/kebab-case", '"ui": {"commands": [{"id": "doIt", "title": "T"}]}', { uses: [] }],
];

describe("language server: fixes of advice", () => {
  for (const [code, members, around] of FIXED) {
    it(`${code} ${members}`, () => {
      const text = `{"name": "A", "version": "1.0.0"${members === "" ? "" : `, ${members}`}}`;
      const problemsOf = (manifest: string) => {
        const { view } = viewOf(manifest, around);
        const files = around.files && view.folder;
        return lintManifest(manifest, { files, uses: around.uses, installed: around.installed }).problems;
      };
      const problems = problemsOf(text).filter((problem) => problem.code === code);
      assert.ok(
        problems[0],
        problemsOf(text)
          .map((problem) => problem.code)
          .join(),
      );
      const { document, ...view } = viewOf(text, around).view;
      const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
      const params = { textDocument: document, range, context: { diagnostics: [], only: ["quickfix"] } };
      const client = { documentChanges: false, createFiles: false };
      const [action] = codeActions({ ...view, document, problems }, params, client);
      const edits = action?.edit?.changes?.[document.uri] ?? assert.fail("no fix");
      const after = TextDocument.applyEdits(document, edits);
      const left = problemsOf(after);
      assert.equal(left.filter((problem) => problem.code === code).length, problems.length - 1, after);
      assert.deepEqual(
        left.filter(({ severity }) => severity === "error"),
        [],
      );
    });
  }

  it("every advice that can have a fix is among them", () => {
    const without: Advised[] = [
      // What to write only the author knows, or it is not in the manifest.
      "source/undeclared-setting",
      "source/unused-setting",
      "source/missing-plugin",
      "lint/icon-size",
      "lint/missing-description",
      "lint/unexplained-wildcard",
    ];
    const tested = new Set<string>([...FIXED.map(([code]) => code), ...without]);
    assert.deepEqual([...tested].sort(), Object.keys(adviceCodes).sort());
  });
});
