/** The whole conversation, with `aihub lsp` as an editor starts it. */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "mocha";
import {
  type CompletionList,
  createProtocolConnection,
  type DocumentSymbol,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { codes, TestClient, uriOf } from "./client.ts";

const AIHUB = fileURLToPath(new URL("../../../sdk/cli/bin/aihub.js", import.meta.url));
const SEED = new URL("../../fixtures/seed-plugin.json", import.meta.url);

describe("language server: over stdio", () => {
  let dir: string;
  let uri: string;
  let seed: string;
  const children = new Set<ChildProcessWithoutNullStreams>();

  before(async () => {
    seed = await readFile(SEED, "utf8");
    dir = await mkdtemp(join(tmpdir(), "aihub lsp-"));
    await mkdir(join(dir, "src/ui"), { recursive: true });
    await mkdir(join(dir, "config"));
    await writeFile(join(dir, "plugin.json"), seed);
    await writeFile(join(dir, "src/main.ts"), 'aiHub.ui.registerCommand({ id: "generate-report", handler() {} });\n');
    await writeFile(join(dir, "src/ui/main.tsx"), "");
    uri = uriOf(join(dir, "plugin.json"));
  });

  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true });
  });

  function start(...args: string[]): {
    child: ChildProcessWithoutNullStreams;
    client: TestClient;
    ended: Promise<unknown[]>;
  } {
    const child = spawn(process.execPath, [AIHUB, "lsp", "--stdio", ...args], {
      env: { ...process.env, AIHUB_HOME: join(dir, ".home") },
    });
    children.add(child);
    const ended = once(child, "exit");
    void ended.then(() => children.delete(child));
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    return { child, client: new TestClient(connection), ended };
  }

  it("from initialize to exit", async () => {
    const { child, client, ended } = start();
    let noise = "";
    child.stderr.on("data", (chunk) => {
      noise += chunk;
    });
    const { capabilities, serverInfo } = await client.initialize({
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    });
    assert.equal(serverInfo?.name, "AI Hub");
    assert.equal(capabilities.hoverProvider, true);

    // The icon does not exist. When the folder is slow to read, what is said first does not know that yet.
    const looked = client.next((each) => each.uri === uri && codes(each.diagnostics).includes("manifest/missing-file"));
    await client.open(uri, seed);
    assert.ok(!codes((await looked).diagnostics).includes("manifest/syntax"));

    const line = seed.split("\n").findIndex((each) => each.includes('"version"'));
    const at = (character: number) => ({ line, character });
    const broken = client.diagnostics(uri, 2);
    await client.change(uri, 2, [{ range: { start: at(0), end: at(0) }, text: '  "licence": "MIT",\n' }]);
    assert.ok(codes(await broken).includes("manifest/unknown-key"));
    const mended = client.diagnostics(uri, 3);
    await client.change(uri, 3, [{ range: { start: at(0), end: { line: line + 1, character: 0 } }, text: "" }]);
    assert.ok(!codes(await mended).includes("manifest/unknown-key"));

    const textDocument = { uri };
    const type = seed.split("\n").findIndex((each) => each.includes('"type"'));
    const inType = { line: type, character: (seed.split("\n")[type] ?? "").indexOf(":") + 3 };
    const completion = await client.ask<CompletionList>("textDocument/completion", { textDocument, position: inType });
    assert.ok(completion.items.some(({ label }) => label.includes("instrument")));
    const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
    assert.ok(symbols.some(({ name }) => name === "permissions"));
    const folds = await client.ask<unknown[]>("textDocument/foldingRange", { textDocument });
    assert.ok(folds.length > 5);

    const id = seed.indexOf('"generate-report"') + 2;
    const before = seed.slice(0, id).split("\n");
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const newName = "make-report";
    let edit: WorkspaceEdit | undefined;
    // Until the sources were read, renaming is refused.
    for (; !edit; await new Promise((wake) => setTimeout(wake, 50))) {
      edit = await client
        .ask<WorkspaceEdit>("textDocument/rename", { textDocument, position, newName })
        .catch((error: Error) => {
          assert.match(error.message, /still being read/);
          return undefined;
        });
    }
    const files = Object.keys(edit?.changes ?? {}).map((each) => each.slice(each.lastIndexOf("/") + 1));
    assert.deepEqual(files.sort(), ["main.ts", "plugin.json"]);

    await client.ask("shutdown", {});
    await client.connection.sendNotification("exit");
    assert.deepEqual(await ended, [0, null]);
    assert.equal(noise, "");
    assert.deepEqual(client.log, []);
  });

  it("ends when the client vanishes", async () => {
    const { child, client, ended } = start();
    await client.initialize();
    child.stdin.end();
    assert.deepEqual(await ended, [1, null]);
  });

  it("ends when the process named by the client is gone", async () => {
    const other = spawn(process.execPath, ["-e", ""]);
    await once(other, "exit");
    const { client, ended } = start(`--clientProcessId=${other.pid}`);
    void client.initialize(); // a server that is slow to start ends before it answers
    const [code] = await ended;
    assert.equal(code, 1);
  });

  it("is among the commands", async () => {
    const child = spawn(process.execPath, [AIHUB, "--help"]);
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    await once(child, "close");
    assert.match(text, /^ {2}lsp .*language server/m);
  });
});
