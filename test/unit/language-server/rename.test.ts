import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ResponseError } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { definition, documentHighlights, references } from "../../../language-server/features/references.ts";
import { prepareRename, rename } from "../../../language-server/features/rename.ts";
import type { UseKind } from "../../../runtime/core/manifest/sources/source-use.ts";
import { type Around, FOLDER, MANIFEST, type MarkedView, markedUses, viewOf } from "./view.ts";

const MAIN = `${FOLDER}/src/main.ts`;
const MANIFEST_TEXT = `{
  "name": "Demo", "version": "1.0.0",
  "api": { "endpoints": [{ "path": "/report" }], "events": ["done", "failed"] },
  "ui": { "panels": [{ "id": "board", "title": "Board" }], "commands": [{ "id": "go", "title": "Go" }, { "id": "stop", "title": "Stop" }] }
}`;
const SOURCE = `export const commands = { «go»: run, "«stop»": run };
export const endpoints = { "«/report»": run };
await aiHub.events.emit("«done»", 1);
aiHub.events.on("«demo/done»", run);
aiHub.events.on("«other/done»", run);
await aiHub.ui.createPanel({ id: "«board»" });
`;
const KINDS: readonly (readonly [UseKind, string])[] = [
  ["command", "commands"],
  ["command", "commands"],
  ["endpoint", "endpoints"],
  ["emit", "aiHub.events.emit"],
  ["listen", "aiHub.events.on"],
  ["listen", "aiHub.events.on"],
  ["panel", "aiHub.ui.createPanel"],
];

function plugin(source = SOURCE, kinds = KINDS): Around & { text: string } {
  const { text, uses } = markedUses("src/main.ts", source, kinds);
  return { text, uses, files: { "src/main.ts": text, "assets/icon.png": "" } };
}

/** A request about the place of `at` in the manifest, behind its first quote. */
function inManifest({ view, text }: MarkedView, at: string) {
  const position = view.document.positionAt(text.indexOf(`"${at}"`) + 1);
  return { textDocument: { uri: MANIFEST }, position };
}

function inSource(text: string, at: string, uri = MAIN) {
  const document = TextDocument.create(uri, "typescript", 1, text);
  return { textDocument: { uri }, position: document.positionAt(text.indexOf(at) + 1) };
}

/** Both texts after a rename. */
function renamed(marked: MarkedView, around: Around & { text: string }, edit: ReturnType<typeof rename>) {
  const { [MANIFEST]: own = [], [MAIN]: source = [], ...others } = edit?.changes ?? {};
  assert.deepEqual(others, {});
  const main = TextDocument.create(MAIN, "typescript", 1, around.text);
  return {
    manifest: TextDocument.applyEdits(marked.view.document, own),
    source: TextDocument.applyEdits(main, source),
  };
}

describe("rename", () => {
  const cases: readonly [from: string, to: string, manifest: string, source: string][] = [
    ["go", "go-on", '"id": "go-on"', '{ "go-on": run, "stop": run }'],
    ["go", "walk", '"id": "walk"', '{ walk: run, "stop": run }'],
    ["stop", "halt", '"id": "halt"', '{ go: run, "halt": run }'],
    ["/report", "/v2/report", '"path": "/v2/report"', '{ "/v2/report": run }'],
    [
      "done",
      "finished",
      '["finished", "failed"]',
      'emit("finished", 1);\naiHub.events.on("demo/finished", run);\naiHub.events.on("other/done"',
    ],
    ["board", "desk", '"id": "desk"', 'createPanel({ id: "desk" })'],
  ];
  for (const [from, to, manifest, source] of cases) {
    it(`of ${from} to ${to} changes the manifest and the source, from either`, () => {
      const around = plugin();
      const marked = viewOf(MANIFEST_TEXT, around);
      for (const place of [inManifest(marked, from), inSource(around.text, from === "go" ? "go: run" : `${from}"`)]) {
        assert.equal(prepareRename(marked.view, place)?.placeholder, from);
        const texts = renamed(marked, around, rename(marked.view, { ...place, newName: to }));
        assert.ok(texts.manifest.includes(manifest), texts.manifest);
        assert.ok(texts.source.includes(source), texts.source);
      }
    });
  }

  it("gives a variable that stands for its own key a key", () => {
    const around = plugin("const go = () => 1;\nexport const commands = { «go», other };", [["command", "commands"]]);
    const marked = viewOf(MANIFEST_TEXT, around);
    const edit = rename(marked.view, { ...inManifest(marked, "go"), newName: "go-on" });
    assert.ok(renamed(marked, around, edit).source.endsWith('{ "go-on": go, other };'));
  });

  it("makes brackets of a dot where the name is no identifier", () => {
    const around = plugin("export const commands = {};\ncommands.«go» = run;", [["command", "commands"]]);
    const marked = viewOf(MANIFEST_TEXT, around);
    for (const [newName, after] of [
      ["go-on", 'commands["go-on"] = run;'],
      ["walk", "commands.walk = run;"],
    ] as const) {
      const edit = rename(marked.view, { ...inManifest(marked, "go"), newName });
      assert.equal(renamed(marked, around, edit).source.split("\n")[1], after);
    }
  });

  it("offers nothing where there is no id, or one that the manifest does not declare", () => {
    const around = plugin('emit("«unknown»")', [["emit", "aiHub.events.emit"]]);
    const marked = viewOf(MANIFEST_TEXT, around);
    for (const place of [
      inManifest(marked, "Demo"),
      inSource(around.text, "unknown"),
      inSource(around.text, "unknown", `${FOLDER}/src/other.ts`),
      inSource(around.text, "unknown", "file:///elsewhere/src/main.ts"),
    ]) {
      assert.equal(prepareRename(marked.view, place), undefined);
      assert.equal(rename(marked.view, { ...place, newName: "x" }), undefined);
    }
  });

  const refusals: readonly [what: string, from: string, to: string, why: RegExp, around?: Partial<Around>][] = [
    ["an id that is none", "go", "../go", /form expected here/],
    ["an empty id", "go", "", /form expected|empty/],
    ["a path that is none", "/report", "report", /form expected here/],
    ["an id that is taken", "go", "stop", /"stop"/],
    ["a taken event", "done", "failed", /twice/],
    ["a rename while a source is being typed in", "go", "walk", /still being read/, { isCurrent: false }],
    ["a rename before the sources were read", "go", "walk", /still being read/, { uses: undefined as never }],
  ];
  for (const [what, from, to, why, change] of refusals) {
    it(`refuses ${what}`, () => {
      const marked = viewOf(MANIFEST_TEXT, { ...plugin(), ...change });
      const act = () => rename(marked.view, { ...inManifest(marked, from), newName: to });
      assert.throws(act, (error) => error instanceof ResponseError && why.test(error.message));
    });
  }

  it("refuses a name that an undeclared use has already, and a use that is not written out", () => {
    const taken = plugin("commands = { «go»: 1, «walk»: 2 }", [
      ["command", "c"],
      ["command", "c"],
    ]);
    const one = viewOf(MANIFEST_TEXT, taken);
    assert.throws(
      () => rename(one.view, { ...inManifest(one, "go"), newName: "walk" }),
      /already used at src\/main.ts:1/,
    );
    const computed = plugin("createPanel({ id: «PANEL» })", [["panel", "createPanel"]]);
    const uses = (computed.uses ?? []).map((use) => ({ ...use, value: "board" }));
    const two = viewOf(MANIFEST_TEXT, { ...computed, uses });
    assert.throws(
      () => rename(two.view, { ...inManifest(two, "board"), newName: "desk" }),
      /not written out at src\/main.ts:1/,
    );
  });

  it("refuses while the manifest is broken", () => {
    const marked = viewOf('{ "ui": { "commands": [{ "id": "go" }', plugin());
    assert.throws(() => rename(marked.view, { ...inManifest(marked, "go"), newName: "walk" }), /Mend the errors/);
  });
});

describe("definition and references", () => {
  const around = plugin();
  const marked = viewOf(MANIFEST_TEXT, around);
  const targets = (place: ReturnType<typeof inSource>) =>
    definition(marked.view, place).map(({ targetUri, targetRange }) => {
      const text = targetUri === MANIFEST ? marked.text : around.text;
      const document = TextDocument.create(targetUri, "", 1, text);
      return `${targetUri.slice(FOLDER.length + 1)} ${document.getText(targetRange)}:${targetRange.start.line + 1}`;
    });

  it("lead from an id to where it is registered, and back", () => {
    assert.deepEqual(targets(inManifest(marked, "go")), ["src/main.ts go:1"]);
    assert.deepEqual(targets(inManifest(marked, "done")), ["src/main.ts done:3"]);
    assert.deepEqual(targets(inManifest(marked, "/report")), ["src/main.ts /report:2"]);
    assert.deepEqual(targets(inSource(around.text, "/report")), ["plugin.json /report:3"]);
    assert.deepEqual(targets(inSource(around.text, 'done", run')), ["plugin.json done:3"]);
    assert.deepEqual(targets(inSource(around.text, "other/done")), []);
    assert.deepEqual(targets(inManifest(marked, "Demo")), []);
  });

  it("lead from a path to its file, and to nothing outside or missing", () => {
    const paths = ["./assets/icon.png", "assets/../../secret", "/etc/passwd", "missing.png", "assets", "file:x"];
    const found = paths.map((path) => {
      const files = { "assets/icon.png": "", secret: "" };
      const other = viewOf(JSON.stringify({ resources: { icon: path } }), { files });
      return definition(other.view, inManifest(other, path)).map(({ targetUri }) => targetUri);
    });
    assert.deepEqual(found, [[`${FOLDER}/assets/icon.png`], [], [], [], [], []]);
  });

  it("find all uses, with the declaration where it is wanted", () => {
    const ask = (includeDeclaration: boolean) =>
      references(marked.view, { ...inManifest(marked, "done"), context: { includeDeclaration } }).map(
        ({ uri, range }) => `${uri.slice(FOLDER.length + 1)}:${range.start.line + 1}:${range.start.character + 1}`,
      );
    assert.deepEqual(ask(false), ["src/main.ts:3:26", "src/main.ts:4:23"]);
    assert.equal(ask(true).length, 3);
    assert.equal(documentHighlights(marked.view, inSource(around.text, "done")).length, 2);
    assert.equal(documentHighlights(marked.view, inManifest(marked, "done")).length, 1);
  });
});
