import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseTree } from "jsonc-parser";
import { describe, it } from "mocha";
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ManifestView } from "../../../language-server/feature.ts";
import { codeActions, FIX_ALL, SORT_KEYS } from "../../../language-server/features/code-actions/code-actions.ts";
import { checkManifest } from "../../../runtime/core/manifest/validate.ts";
import { CASES } from "../manifest/cases.ts";
import { filesOf, manifest } from "../manifest/check.ts";
import { ALL, actionsIn, done, everywhere, parsed } from "./actions.ts";
import { MANIFEST, viewOf } from "./view.ts";

const SEED = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");
const NONE = { documentChanges: false, createFiles: false };

function codesOf(view: ManifestView, text: string): string[] {
  const hasFiles = view.folder.files.length > 0;
  return checkManifest(text, hasFiles ? view.folder : undefined).problems.map(({ code }) => code);
}

describe("language server: code actions", () => {
  for (const { code, text: marked, files } of CASES) {
    const text = manifest(marked).replace(/[«»]/g, "");
    const { problems } = checkManifest(text, filesOf(files));
    const title = text.length > 90 ? `${text.slice(0, 90)}…` : text;
    it(`what is offered for ${code} solves it: ${JSON.stringify(title)}`, () => {
      const around = files ? { files: Object.fromEntries(files.map((file) => [file, ""])) } : {};
      const { view } = viewOf("", around);
      const real = {
        ...viewOf("", around).view,
        document: TextDocument.create(MANIFEST, "jsonc", 1, text),
        tree: treeOf(text),
        folder: view.folder,
        problems,
      };
      const actions = actionsIn(real, ["quickfix"]).filter(
        ({ edit }) => !edit?.documentChanges?.some((c) => "kind" in c),
      );
      const fixes = problems.filter(({ fix }) => fix);
      assert.ok(actions.length >= fixes.length);
      for (const action of actions) {
        const after = checkManifest(done(real, action), filesOf(files)).problems;
        const before = problems.filter((problem) => problem.code === code).length;
        const left = after.filter((problem) => problem.code === code).length;
        assert.ok(left < before, `${action.title}: ${done(real, action)}`);
        const worse = after.filter(({ code: other }) => other !== code && !problems.some((p) => p.code === other));
        assert.deepEqual(
          worse.filter(({ severity }) => severity === "error"),
          [],
          action.title,
        );
      }
    });
  }

  it("each preferred fix is linked to its diagnostic", () => {
    const { view } = viewOf('{"name": "A", "version": "1", "licence": "mit"}');
    const diagnostics: Diagnostic[] = view.problems.map(({ code, message, line, column, endLine, endColumn }) => ({
      code,
      message,
      range: { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } },
    }));
    const actions = codeActions(
      view,
      { textDocument: view.document, range: everywhere(view), context: { diagnostics, only: ["quickfix"] } },
      ALL,
    );
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    assert.deepEqual(
      preferred.map((action) => [action.diagnostics?.map(({ code }) => code), done(view, action)]),
      [
        [["manifest/version"], '{"name": "A", "version": "1.0.0", "licence": "mit"}'],
        [["manifest/unknown-key"], '{"name": "A", "version": "1", "license": "mit"}'],
      ],
    );
  });

  it("only problems in the range count", () => {
    const { view, position } = viewOf('{"name": "A", "version": "|1", "licence": "MIT"}');
    const range = { start: position, end: position };
    const titles = codeActions(
      view,
      { textDocument: view.document, range, context: { diagnostics: [], only: ["quickfix"] } },
      ALL,
    ).map((a) => a.title);
    assert.deepEqual(titles, ['Change to "1.0.0"']);
  });

  it("clients without versioned edits get plain changes", () => {
    const { view } = viewOf('{"name": "A", "version": "1"}');
    const [action] = actionsIn(view, ["quickfix"], NONE);
    assert.equal(action?.edit?.documentChanges, undefined);
    assert.equal(done(view, action ?? assert.fail()), '{"name": "A", "version": "1.0.0"}');
  });

  it("without being asked for nothing is done to the whole document", () => {
    const { view } = viewOf('{"version": "1", "name": "A"}');
    assert.deepEqual(
      actionsIn(view).map(({ kind }) => kind),
      ["quickfix"],
    );
  });

  it("adds all missing keys at once", () => {
    const { view } = viewOf('{\n  // mine\n  "type": "tool" // kind\n}');
    const [action, ...others] = actionsIn(view, ["quickfix"]).filter(({ title }) => title === "Add all 2 missing keys");
    assert.deepEqual(others, [], "it is offered once");
    const after = done(view, action ?? assert.fail());
    assert.deepEqual(codesOf(view, after), []);
    assert.match(after, /\/\/ mine\n {2}"type": "tool", \/\/ kind\n {2}"name": ".+",\n {2}"version": "\d\.\d\.\d"\n}$/);
  });

  it("an unknown key can be removed as well as renamed", () => {
    const { view } = viewOf('{"name": "A", "version": "1.0.0", "licence": "MIT"}');
    const after = actionsIn(view, ["quickfix"]).map((action) => done(view, action));
    assert.deepEqual(after, [
      '{"name": "A", "version": "1.0.0", "license": "MIT"}',
      '{"name": "A", "version": "1.0.0"}',
    ]);
  });

  it("what stands between two comments on a line is no comment", () => {
    const { view } = viewOf('{\n  "zzzzz": 1, /* c */ "name": "A", /* d */\n  "version": "1.0.0"\n}');
    const [action] = actionsIn(view, ["quickfix"]);
    assert.deepEqual(parsed(done(view, action ?? assert.fail())), { name: "A", version: "1.0.0" });
  });

  describe("creates missing files", () => {
    const head = '"name": "A `$(x)`", "version": "1.0.0", "description": "About"';
    const created: readonly (readonly [members: string, uri: string | undefined, content: RegExp])[] = [
      [
        '"build": {"entry": "./src/main.ts"}',
        "src/main.ts",
        /^\/\*\* .*\nexport async function activate\(\): Promise<void> \{\}\n$/,
      ],
      [
        '"build": {"entry": "src/main.js"}, "ui": {"commands": [{"id": "do-it", "title": "Do"}]}, "api": {"endpoints": [{"path": "/x"}]}',
        "src/main.js",
        /activate\(\) \{\}[\s\S]*"do-it": async \(input\) => input,[\s\S]*endpoints = \{\n {2}"\/x": async/,
      ],
      ['"ui": {"entry": "src/ui/main.tsx"}', "src/ui/main.tsx", /textContent = "A `\$\(x\)`"/],
      ['"resources": {"config": "./config/a b#.json"}', "config/a%20b%23.json", /"type": "object"/],
      ['"resources": {"docs": "./docs/README.md"}', "docs/README.md", /^# A `\$\(x\)`\n\nAbout\n$/],
      ['"resources": {"icon": "./icon.png"}', undefined, /x/],
      ['"resources": {"screenshots": ["./shots/"]}', undefined, /x/],
      ['"build": {"entry": "../../evil.ts"}', undefined, /x/],
      ['"build": {"entry": "src/main.wasm"}', undefined, /x/],
    ];
    for (const [members, path, content] of created) {
      it(members, () => {
        const { view } = viewOf(`{${head}, ${members}}`, { files: { "plugin.json": "", "x.txt": "" } });
        const action = actionsIn(view, ["quickfix"]).find(({ title }) => title.startsWith("Create "));
        assert.equal(
          actionsIn(view, ["quickfix"], NONE).some(({ title }) => title.startsWith("Create ")),
          false,
        );
        if (path === undefined) {
          assert.equal(action, undefined);
          return;
        }
        const [create, write] = action?.edit?.documentChanges ?? [];
        const uri = `${view.folder.uri}/${path}`;
        assert.deepEqual(create, { kind: "create", uri, options: { overwrite: false, ignoreIfExists: false } });
        assert.ok(write && "edits" in write && write.textDocument.uri === uri);
        const [edit] = write.edits;
        assert.ok(edit && "newText" in edit);
        assert.match(edit.newText, content);
      });
    }
  });

  describe("fix all", () => {
    const whole: readonly (readonly [before: string, after: string])[] = [
      [
        '{"name": "A", "version": "1.2", "licence": "mit", "type": "tol", "zzz": 1,}',
        '{"name": "A", "version": "1.2.0", "license": "MIT", "type": "tool", "zzz": 1}',
      ],
      ['\uFEFF{"name": "A", "version": "v1.0.0"}', '{"name": "A", "version": "1.0.0"}'],
      [
        '{"name": "A", "version": "1.0.0", // keep\n "permissions": {"fileSystem": {"read": ["data/*", "./b\\\\c"]}}}',
        '{"name": "A", "version": "1.0.0", // keep\n "permissions": {"filesystem": {"read": ["./data/*", "./b/c"]}}}',
      ],
    ];
    for (const [before, after] of whole) {
      it(JSON.stringify(before), () => {
        const { view } = viewOf(before);
        const [action] = actionsIn(view, [FIX_ALL]);
        assert.equal(action?.kind, FIX_ALL);
        assert.equal(done(view, action), after);
        assert.deepEqual(actionsIn(viewOf(after).view, [FIX_ALL]), [], "nothing is left to do");
      });
    }

    it("decides nothing for the author", () => {
      for (const text of [
        '{"name": "A", "version": "1.0.0", "zzzzz": 1}',
        '{"type": "tool"}',
        '{"name": "A", "version": "1.0.0", "permissions": {"network": {"domains": ["a.example"]}}}',
        '{"name": "A", "version": "1.0.0", "permissions": {"filesystem": {"read": ["/etc/**"]}}}',
        '{"name": "A", "version": "1.0.0", "type": "tool", "type": "model"}',
      ]) {
        assert.deepEqual(actionsIn(viewOf(text).view, [FIX_ALL]), [], text);
      }
    });

    it("is asked for by its parents too, and not by others", () => {
      const { view } = viewOf('{"name": "A", "version": "1"}');
      const kinds = (only: string[]) => actionsIn(view, only).map(({ kind }) => kind);
      assert.deepEqual(kinds(["source.fixAll"]), [FIX_ALL]);
      assert.ok(kinds(["source"]).includes(FIX_ALL));
      assert.deepEqual(kinds(["refactor"]), []);
      assert.deepEqual(kinds(["source.fix"]), []);
    });
  });

  describe("sorts keys", () => {
    const sorted: readonly (readonly [before: string, after: string])[] = [
      ['{"version": "1.0.0", "name": "A"}', '{"name": "A", "version": "1.0.0"}'],
      [
        '{\n  // about the version\n  "version": "1.0.0", // v\n\n  /* n */ "name": "A" // n\n}',
        '{\n  /* n */ "name": "A", // n\n\n  // about the version\n  "version": "1.0.0" // v\n}',
      ],
      ['{"version": "1", // v\n "name": "A" }', '{"name": "A",\n "version": "1" // v\n }'],
      ['{"b": 1, "a": 2, "name": "A"}', '{"name": "A", "b": 1, "a": 2}'],
      [
        '{"ui": {"panels": [{"title": "T", "id": "i"}, {"id": "j"}]}, "name": "A"}',
        '{"name": "A", "ui": {"panels": [{"id": "i", "title": "T"}, {"id": "j"}]}}',
      ],
      [
        '{"permissions": {"ai": {}, "network": {"protocols": ["https"], "domains": ["b", "a"]}}}',
        '{"permissions": {"network": {"domains": ["b", "a"], "protocols": ["https"]}, "ai": {}}}',
      ],
      ['{"version": "1" /* a */ , /* b */ "name": "A"}', '{/* b */ "name": "A", "version": "1" /* a */ }'],
    ];
    for (const [before, after] of sorted) {
      it(JSON.stringify(before), () => {
        const { view } = viewOf(before);
        const [action] = actionsIn(view, [SORT_KEYS]);
        const text = done(view, action ?? assert.fail());
        if (!before.includes('// v\n "name"')) assert.equal(text, after);
        assert.deepEqual(parsed(text), parsed(before));
        assert.deepEqual(commentsOf(text).sort(), commentsOf(before).sort());
        assert.deepEqual(actionsIn(viewOf(text).view, [SORT_KEYS]), [], "sorted is sorted");
      });
    }

    it("the seed, shuffled, has the order of the schema again", () => {
      const { view } = viewOf(SEED.replaceAll("|", "/"));
      const text = view.document.getText();
      assert.deepEqual(actionsIn(view, [SORT_KEYS]), []);
      const lines = text.split("\n");
      const [name, version] = [
        lines.findIndex((l) => l.includes('"name"')),
        lines.findIndex((l) => l.includes('"version"')),
      ];
      const shuffled = lines
        .with(name, lines[version] ?? "")
        .with(version, lines[name] ?? "")
        .join("\n");
      const mixed = viewOf(shuffled).view;
      const [action] = actionsIn(mixed, [SORT_KEYS]);
      assert.equal(done(mixed, action ?? assert.fail()), text);
    });

    it("broken JSON is left alone", () => {
      for (const text of [
        '{"version": "1", "name": }',
        '{"version": "1" "name": "A"}',
        "[1,",
        '{"version": "1", "name": "A"',
      ]) {
        assert.deepEqual(actionsIn(viewOf(text).view, [SORT_KEYS]), []);
      }
    });
  });
});

function treeOf(text: string): ManifestView["tree"] {
  return parseTree(text.replace(/^\uFEFF/, " "));
}

function commentsOf(text: string): string[] {
  return text.match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g) ?? [];
}
