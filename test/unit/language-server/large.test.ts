import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codeLenses } from "../../../language-server/features/code-lens.ts";
import { documentLinks } from "../../../language-server/features/document-links.ts";
import { documentSymbols } from "../../../language-server/features/document-symbols.ts";
import { inlayHints } from "../../../language-server/features/inlay-hints.ts";
import { definition, references } from "../../../language-server/features/references.ts";
import { rename } from "../../../language-server/features/rename.ts";
import { semanticTokens } from "../../../language-server/features/semantic-tokens.ts";
import { MANIFEST, viewOf } from "./view.ts";

/** Whoever looks at each of these for each of these does not end in a person's time. */
const MANY = 12_000;
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: MANY }, (_, index) => make(index));

describe("a manifest of a megabyte", () => {
  const text = JSON.stringify({
    ui: { commands: many(() => ({ id: "go", title: "Go" })) },
    api: { events: many((index) => `e${index}`) },
    resources: { screenshots: many((index) => `s/${index}`) },
    permissions: { filesystem: { read: many((index) => `./d/${index}*`) } },
    dependencies: { plugins: Object.fromEntries(many((index) => [`p${index}`, "^1.0.0"])) },
  });
  const files = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`s/${index}`, ""]));
  const { view } = viewOf(text, { files, uses: [] });
  const textDocument = { uri: MANIFEST };
  const position = view.document.positionAt(text.indexOf('"go"') + 1);
  const end = view.document.positionAt(text.length);

  it("is answered for by every feature", () => {
    const commands = new Set(["aihub.runPlugin"]);
    assert.equal(codeLenses(view, commands).length, MANY + 2);
    assert.equal(documentLinks(view).length, 5000);
    assert.equal(documentSymbols(view).length > 0, true);
    assert.equal(semanticTokens(view).data.length, MANY * 2 * 5);
    assert.deepEqual(inlayHints(view, { textDocument, range: { start: position, end } }), []);
    assert.deepEqual(definition(view, { textDocument, position }), []);
    const context = { includeDeclaration: true };
    assert.equal(references(view, { textDocument, position, context }).length, MANY);
    assert.throws(() => rename(view, { textDocument, position, newName: "walk" }), /Mend the errors/);
  });
});
