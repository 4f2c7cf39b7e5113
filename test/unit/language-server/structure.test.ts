import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type DocumentSymbol, type SelectionRange, SymbolKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { documentSymbols } from "../../../language-server/features/document-symbols.ts";
import { foldingRanges, formatting, selectionRanges } from "../../../language-server/features/layout.ts";
import { MANIFEST, viewOf } from "./view.ts";

const textDocument = { uri: MANIFEST };

/** One line per symbol, indented by depth. */
function outline(symbols: readonly DocumentSymbol[], indent = ""): string[] {
  return symbols.flatMap(({ name, detail, kind, children }) => [
    `${indent}${name}${detail ? ` (${detail})` : ""} ${Object.keys(SymbolKind)[Object.values(SymbolKind).indexOf(kind)]}`,
    ...outline(children ?? [], `${indent}  `),
  ]);
}

describe("document symbols", () => {
  it("call commands, panels and endpoints by what people call them", () => {
    const { view } = viewOf(`{
      "name": "Demo",
      "ui": {
        "panels": [{ "id": "board", "title": "Board" }],
        "commands": [{ "id": "go", "title": "Go On" }, { "id": "untitled" }]
      },
      "api": { "endpoints": [{ "path": "/report", "method": "GET" }], "events": ["done"] },
      "permissions": { "filesystem": { "read": ["./data/*"] } }
    }`);
    assert.deepEqual(outline(documentSymbols(view)), [
      "name (Demo) String",
      "ui Module",
      "  panels Array",
      "    Board (board) Interface",
      "      id (board) String",
      "      title (Board) String",
      "  commands Array",
      "    Go On (go) Function",
      "      id (go) String",
      "      title (Go On) String",
      "    untitled Function",
      "      id (untitled) String",
      "api Module",
      "  endpoints Array",
      "    /report (GET) Method",
      "      path (/report) String",
      "      method (GET) String",
      "  events Array",
      "    done Event",
      "permissions Key",
      "  filesystem Key",
      "    read Key",
      "      ./data/* Key",
    ]);
  });

  it("hold their selection inside their range, whatever the text is", () => {
    const check = (symbols: readonly DocumentSymbol[], document: TextDocument) => {
      for (const { name, range, selectionRange, children } of symbols) {
        assert.notEqual(name, "");
        assert.ok(document.offsetAt(range.start) <= document.offsetAt(selectionRange.start));
        assert.ok(document.offsetAt(selectionRange.end) <= document.offsetAt(range.end));
        check(children ?? [], document);
      }
    };
    const text =
      '{ "": "", "ui": { "commands": [{ "id": 1, "title": "" }, [], "", null] }, "x": {"y": [{"title": "t"}]} }';
    for (let end = 0; end <= text.length; end += 1) {
      const { view } = viewOf(text.slice(0, end));
      check(documentSymbols(view), view.document);
    }
  });

  it("show no character that reorders or hides text, and end somewhere", () => {
    const { view } = viewOf(JSON.stringify({ "a\u202eb": `c\u2066${"x".repeat(1000)}` }));
    const [symbol] = documentSymbols(view);
    assert.equal(symbol?.name, "a\\u{202e}b");
    assert.ok((symbol?.detail?.length ?? 0) <= 80);
    assert.equal(documentSymbols(viewOf(JSON.stringify(Array(20_000).fill(1))).view).length, 5000);
  });
});

describe("layout", () => {
  it("folds objects, lists and comments", () => {
    const { view } = viewOf('/*\n*/\n{\n  "a": [\n    1\n  ]\n}');
    assert.deepEqual(
      foldingRanges(view)
        .map(({ startLine, endLine }) => [startLine, endLine])
        .sort(),
      [
        [0, 1],
        [2, 5],
        [3, 4],
      ],
    );
  });

  it("widens a selection from a word to the whole", () => {
    const { view, text, position } = viewOf('{ "ui": { "entry": "src/m|ain.ts" } }');
    const [selection] = selectionRanges(view, { textDocument, positions: [position] });
    const texts: string[] = [];
    for (let one: SelectionRange | undefined = selection; one; one = one.parent) {
      texts.push(text.slice(view.document.offsetAt(one.range.start), view.document.offsetAt(one.range.end)));
    }
    assert.deepEqual(texts, [
      "src/main.ts",
      '"src/main.ts"',
      '"entry": "src/main.ts"',
      ' "entry": "src/main.ts" ',
      '{ "entry": "src/main.ts" }',
      '"ui": { "entry": "src/main.ts" }',
      ' "ui": { "entry": "src/main.ts" } ',
      text,
    ]);
  });

  it("formats the whole, or a part, and keeps comments", () => {
    const { view, text, offsets } = viewOf('{"a":1, // one\n|"b":[1,2]|,"c":3}');
    const options = { tabSize: 2, insertSpaces: true };
    const whole = formatting(view, { textDocument, options });
    const formatted = '{\n  "a": 1, // one\n  "b": [\n    1,\n    2\n  ],\n  "c": 3\n}';
    assert.equal(TextDocument.applyEdits(view.document, whole), formatted);
    const [start, end] = offsets.map((offset) => view.document.positionAt(offset));
    assert.ok(start && end);
    const part = formatting(view, { textDocument, options, range: { start, end } });
    const edited = TextDocument.applyEdits(view.document, part);
    assert.ok(edited.startsWith(text.split("\n")[0] ?? "") && edited.includes('"b": [\n'), edited);
  });
});
