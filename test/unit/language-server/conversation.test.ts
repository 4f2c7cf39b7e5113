/** Writing a manifest with a client: what is completed, explained and fixed over the wire. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type {
  ClientCapabilities,
  CodeAction,
  CompletionList,
  Diagnostic,
  Hover,
  TextDocumentEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codes, startInProcess, URI } from "./client.ts";

const EDITOR: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } },
  textDocument: { completion: { completionItem: { snippetSupport: true } } },
};
const TEXT = `{
  "name": "A",
  "version": "1",
  "licence": "mit",
  "description": "Adds.",
  "keywords": ["sum"],
  "permissions": { "ai": { "models": ["local/*"] } }
}`;
const textDocument = { uri: URI };

const at = (text: string, after: string) => {
  const document = TextDocument.create(URI, "jsonc", 1, text);
  return document.positionAt(text.indexOf(after) + after.length);
};

/** The manifest after the edits of an action, which name the version they are for. */
function done(text: string, version: number, action: CodeAction | undefined): string {
  const changes = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.deepEqual(
    changes.map((change) => change.textDocument),
    [{ uri: URI, version }],
  );
  const edits = changes.flatMap((change) => change.edits).flatMap((edit) => ("newText" in edit ? [edit] : []));
  return TextDocument.applyEdits(TextDocument.create(URI, "jsonc", version, text), edits);
}

describe("language server: writing a manifest", () => {
  it("a quick fix takes its diagnostic away, and fix all the rest", async () => {
    await using client = await startInProcess(EDITOR);
    await client.open(URI, TEXT);
    const before = await client.diagnostics(URI, 1);
    assert.deepEqual(codes(before), ["manifest/version", "manifest/unknown-key"]);
    const [diagnostic] = before;
    const range = diagnostic?.range ?? assert.fail();
    const ask = (only: string[], diagnostics: Diagnostic[]) =>
      client.ask<CodeAction[]>("textDocument/codeAction", { textDocument, range, context: { diagnostics, only } });
    const [fix] = await ask(["quickfix"], before);
    assert.equal(fix?.title, 'Change to "1.0.0"');
    assert.equal(fix.isPreferred, true);
    assert.deepEqual(fix.diagnostics, [diagnostic]);
    const second = done(TEXT, 1, fix);
    await client.change(URI, 2, second);
    assert.deepEqual(codes(await client.diagnostics(URI, 2)), ["manifest/unknown-key"]);
    const [all] = await ask(["source.fixAll"], []);
    const third = done(second, 2, all);
    assert.match(third, /"license": "MIT"/);
    await client.change(URI, 3, third);
    assert.deepEqual(codes(await client.diagnostics(URI, 3)), []);
    assert.deepEqual(await ask(["source"], []), []);
  });

  it("completions and hovers know the models of the client", async () => {
    await using client = await startInProcess(EDITOR, { models: ["gpt-4o", "local/llama"] });
    await client.open(URI, TEXT);
    const inside = { textDocument, position: at(TEXT, '"local/') };
    const list = await client.ask<CompletionList>("textDocument/completion", inside);
    assert.ok(list.items.some(({ label }) => label === "gpt-4o"));
    const hover = await client.ask<Hover>("textDocument/hover", inside);
    assert.match(JSON.stringify(hover.contents), /Admits here: `local\/llama`/);
    const summary = { textDocument, position: at(TEXT, '"permiss') };
    assert.match(JSON.stringify(await client.ask<Hover>("textDocument/hover", summary)), /\*\*Ask\*\* the AI models/);
  });
});
