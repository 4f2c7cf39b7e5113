import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { Diagnostic, Hover } from "vscode-languageserver/node";
import { lintManifest } from "../../../runtime/core/manifest/validate.ts";
import { codes, DOCUMENTATION, messages, startInProcess, URI } from "./client.ts";

const CLEAN = `{
  "name": "A",
  "version": "1.0.0",
  "description": "Adds.",
  "keywords": ["sum"]
}`;
const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

describe("language server: diagnostics", () => {
  it("says what core says, with the same codes and places", async () => {
    await using client = await startInProcess({
      textDocument: { publishDiagnostics: { codeDescriptionSupport: true } },
    });
    const text = CLEAN.replace("1.0.0", "1").replace("}", ',\n  "licence": "MIT"\n}');
    await client.open(URI, text);
    const found = await client.diagnostics(URI, 1);
    const expected = lintManifest(text, {}).problems;
    const place = ({ range: { start, end }, code, message }: Diagnostic) => ({ start, end, code, message });
    assert.deepEqual(
      found.map(place),
      expected.map(({ line, column, endLine, endColumn, code, message }) => ({
        start: { line: line - 1, character: column - 1 },
        end: { line: endLine - 1, character: endColumn - 1 },
        code,
        message,
      })),
    );
    assert.deepEqual(codes(found), ["manifest/version", "manifest/unknown-key"]);
    const [page, line] = (found[0]?.codeDescription?.href ?? "").split("#L");
    assert.equal(page, DOCUMENTATION.href);
    const documented = readFileSync(DOCUMENTATION, "utf8").split("\n")[Number(line) - 1];
    assert.match(documented ?? "", /`manifest\/version`/);
    assert.equal(found[0]?.source, "aihub");
  });

  it("takes back what is mended", async () => {
    await using client = await startInProcess();
    await client.open(URI, CLEAN.replace("1.0.0", "1"));
    assert.deepEqual(codes(await client.diagnostics(URI, 1)), ["manifest/version"]);
    await client.change(URI, 2, [{ range: range(2, 14, 15), text: "1.0.0" }]);
    assert.deepEqual(await client.diagnostics(URI, 2), []);
  });

  it("takes back everything when the document is closed", async () => {
    await using client = await startInProcess();
    await client.open(URI, "{");
    assert.notEqual((await client.diagnostics(URI)).length, 0);
    await client.close(URI);
    assert.deepEqual(await client.diagnostics(URI), []);
  });

  it("ends with the last version, however fast the changes come", async () => {
    await using client = await startInProcess();
    await client.open(URI, "{");
    for (let version = 2; version < 200; version++) void client.change(URI, version, "{".repeat(version % 7));
    const last = client.diagnostics(URI, 200);
    await client.change(URI, 200, CLEAN);
    assert.deepEqual(await last, []);
    assert.equal(client.published.at(-1)?.version, 200);
    const versions = client.published.map(({ version }) => version ?? 0);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
  });

  it("is silent about documents that are none of its own", async () => {
    await using client = await startInProcess();
    await client.open("file:///no-such-folder/package.json", "{");
    await client.open("untitled:Untitled-1", "{");
    await client.open(URI, "{");
    await client.diagnostics(URI);
    assert.deepEqual([...new Set(client.published.map(({ uri }) => uri))], [URI]);
    const position = { line: 0, character: 0 };
    const asked = await client.ask("textDocument/hover", { textDocument: { uri: "untitled:Untitled-1" }, position });
    assert.equal(asked, null);
  });

  it("checks unsaved manifests without a folder", async () => {
    await using client = await startInProcess();
    await client.open("untitled:/plugin.json", "[]");
    assert.deepEqual(codes(await client.diagnostics("untitled:/plugin.json")), ["manifest/type"]);
  });
});

describe("language server: diagnostics on request", () => {
  const pulls = { textDocument: { diagnostic: { relatedDocumentSupport: true } } };
  const textDocument = { uri: URI };

  it("answers, says when nothing has changed, and sends nothing besides", async () => {
    await using client = await startInProcess(pulls);
    await client.open(URI, CLEAN.replace("1.0.0", "1"));
    type Report = { kind: string; resultId: string; items?: Diagnostic[] };
    const first = await client.ask<Report>("textDocument/diagnostic", { textDocument });
    assert.equal(first.kind, "full");
    assert.deepEqual(codes(first.items ?? []), ["manifest/version"]);
    const previousResultId = first.resultId;
    const second = await client.ask<Report>("textDocument/diagnostic", { textDocument, previousResultId });
    assert.deepEqual(second, { kind: "unchanged", resultId: first.resultId });
    await client.change(URI, 2, CLEAN);
    const third = await client.ask<Report>("textDocument/diagnostic", { textDocument, previousResultId });
    assert.equal(third.kind, "full");
    assert.notEqual(third.resultId, first.resultId);
    assert.deepEqual(client.published, []);
  });

  it("knows nothing of documents that are not open", async () => {
    await using client = await startInProcess(pulls);
    const report = await client.ask("textDocument/diagnostic", { textDocument });
    assert.deepEqual(report, { kind: "full", items: [] });
  });
});

describe("language server: other documents", () => {
  it("checks workflows by their schema", async () => {
    await using client = await startInProcess();
    const uri = "file:///no-such-folder/monthly.aihub.json";
    await client.open(uri, `{ "name": "Monthly", "steps": [{ "plugin": "a" }] }`);
    assert.deepEqual(messages(await client.diagnostics(uri)), ['Missing property "command".']);
    const hover = await client.ask<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 0, character: 4 },
    });
    assert.match(JSON.stringify(hover.contents), /What people call the workflow/);
  });

  it("checks them by our schema whatever they say, and fetches none", async () => {
    await using client = await startInProcess();
    const uri = "file:///no-such-folder/monthly.aihub.json";
    await client.open(uri, `{ "$schema": "http://127.0.0.1:9/other.json", "name": 1, "steps": [{}] }`);
    const found = messages(await client.diagnostics(uri));
    assert.equal(found.length, 3, found.join("\n"));
    assert.ok(found.every((message) => !message.includes("127.0.0.1")));
  });
});
