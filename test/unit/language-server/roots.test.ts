/** Several folders in one window, and requests that nobody waits for any more. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "mocha";
import {
  CancellationTokenSource,
  type CompletionList,
  LSPErrorCodes,
  type Registration,
  type RegistrationParams,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { codes, messages, startInProcess, uriOf } from "./client.ts";

const manifest = (name: string, command: string) =>
  JSON.stringify({
    name,
    version: "1.0.0",
    description: "Adds.",
    keywords: ["sum"],
    ui: { commands: [{ id: command, title: "Go", category: "Demo" }] },
  });

describe("language server: several roots", () => {
  let dir: string;
  const uri = (path: string) => uriOf(join(dir, path));

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-roots-"));
    for (const root of ["one", "two", "one/tools/inner"]) {
      await mkdir(join(dir, root, "src"), { recursive: true });
      const own = `export const commands = { "${basename(root)}": run };\n`;
      await writeFile(join(dir, root, "src/main.ts"), own);
    }
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("plugins of several folders, one below another, keep their own sources", async () => {
    await using client = await startInProcess();
    const known = (root: string) =>
      client.next(({ uri: one, diagnostics }) => {
        const unmet = messages(diagnostics).filter((message) => /command/.test(message));
        return one === uri(`${root}/plugin.json`) && codes(diagnostics).length === 0 && unmet.length === 0;
      });
    for (const root of ["one", "two", "one/tools/inner"]) {
      const found = known(root);
      await client.open(uri(`${root}/plugin.json`), manifest("A", basename(root)));
      await found;
    }
    const unused = client.next((each) => codes(each.diagnostics).includes("source/undeclared-command"));
    await client.open(uri("two/src/main.ts"), "export const commands = { other: run };\n");
    assert.equal((await unused).uri, uri("two/plugin.json"));
    const edit = await client.ask<WorkspaceEdit>("textDocument/rename", {
      textDocument: { uri: uri("one/tools/inner/plugin.json") },
      position: { line: 0, character: manifest("A", "inner").indexOf("inner") + 2 },
      newName: "walk",
    });
    assert.deepEqual(Object.keys(edit.changes ?? {}).sort(), [
      uri("one/tools/inner/plugin.json"),
      uri("one/tools/inner/src/main.ts"),
    ]);
    assert.deepEqual(client.log, []);
  });

  it("folders that come and go while it runs", async () => {
    await using client = await startInProcess({ workspace: { workspaceFolders: true } });
    const folders = (added: string[], removed: string[]) => {
      const named = (paths: string[]) => paths.map((name) => ({ uri: uri(name), name }));
      return client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
        event: { added: named(added), removed: named(removed) },
      });
    };
    await folders(["one"], []);
    await client.open(uri("one/plugin.json"), '{ "name": "A" }');
    assert.ok(codes(await client.diagnostics(uri("one/plugin.json"))).includes("manifest/missing-key"));
    await client.close(uri("one/plugin.json"));
    await folders(["two"], ["one"]);
    await client.open(uri("two/plugin.json"), '{ "name": "A" }');
    assert.ok(codes(await client.diagnostics(uri("two/plugin.json"))).includes("manifest/missing-key"));
    assert.deepEqual(client.log, []);
  });

  it("sources are asked about below their plugin alone, and neither formatted nor completed by us", async () => {
    const dynamic = { dynamicRegistration: true };
    await using client = await startInProcess({
      textDocument: {
        filters: { relativePatternSupport: true },
        ...{ synchronization: dynamic, rename: dynamic, definition: dynamic, references: dynamic },
        ...{ documentHighlight: dynamic, codeAction: dynamic },
      },
    });
    const registered = new Promise<Registration[]>((resolve) => {
      client.connection.onRequest("client/registerCapability", (params: RegistrationParams) => {
        resolve(params.registrations);
        return null;
      });
    });
    await client.open(uri("two/plugin.json"), manifest("A", "two"));
    const all = await registered;
    assert.deepEqual(all.map(({ method }) => method).sort(), [
      "textDocument/codeAction",
      "textDocument/definition",
      "textDocument/didChange",
      "textDocument/didClose",
      "textDocument/didOpen",
      "textDocument/documentHighlight",
      "textDocument/references",
      "textDocument/rename",
    ]);
    type Options = { documentSelector: { pattern: { baseUri: string } }[] };
    const folders = all.flatMap(({ registerOptions }) =>
      (registerOptions as Options).documentSelector.map(({ pattern }) => pattern.baseUri),
    );
    assert.deepEqual([...new Set(folders)], [uri("two")]);
  });

  it("a change that is sent twice counts once", async () => {
    await using client = await startInProcess();
    await client.open(uri("two/plugin.json"), '{ "name": "A" }');
    const start = { line: 0, character: 11 };
    const found = client.diagnostics(uri("two/plugin.json"), 2);
    for (let i = 0; i < 2; i += 1) {
      await client.change(uri("two/plugin.json"), 2, [{ range: { start, end: start }, text: "B" }]);
    }
    await found;
    const symbols = await client.ask<{ detail: string }[]>("textDocument/documentSymbol", {
      textDocument: { uri: uri("two/plugin.json") },
    });
    assert.match(JSON.stringify(symbols), /BA/);
    assert.doesNotMatch(JSON.stringify(symbols), /BBA/);
  });

  it("a request that was cancelled is answered as such, and the next as ever", async () => {
    await using client = await startInProcess();
    const text = '{ "name": "A",  }';
    await client.open(uri("one/plugin.json"), text);
    const params = { textDocument: { uri: uri("one/plugin.json") }, position: { line: 0, character: 15 } };
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest("textDocument/completion", params, source.token);
    source.cancel();
    await assert.rejects(asked, { code: LSPErrorCodes.RequestCancelled });
    const list = await client.ask<CompletionList>("textDocument/completion", params);
    assert.ok(list.items.some(({ label }) => label === "version"));
    assert.deepEqual(client.log, []);
  });
});
