/** What lies around a manifest: files, sources, settings and installed plugins. */
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import type { CodeAction, Diagnostic, Hover, Location, Registration } from "vscode-languageserver/node";
import { listFolder } from "../../../language-server/list-folder.ts";
import { RememberedFolder } from "../../../language-server/plugin-folder.ts";
import { Analyst } from "../../../language-server/sources/analyst.ts";
import { codes, type InProcess, messages, startInProcess, uriOf, WORKER } from "./client.ts";

const MANIFEST = JSON.stringify({
  name: "A",
  version: "1.0.0",
  description: "Adds.",
  keywords: ["sum"],
  resources: { config: "./config/schema.json", docs: "docs/README.md" },
});
const WATCHES = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } } };
const CREATED = 1;

describe("language server: around a manifest", () => {
  let dir: string;
  const file = (path: string) => join(dir, path);
  const uri = (path: string) => uriOf(file(path));

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-lsp-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(file(path)), { recursive: true });
    await writeFile(file(path), text);
  }

  /** Resolves when what is published of the manifest has, or no longer has, a code. */
  function until(client: InProcess, path: string, code: string, is: boolean): Promise<unknown> {
    return client.next((each) => each.uri === uri(path) && codes(each.diagnostics).includes(code) === is);
  }

  it("files that are missing are reported until the client says that they came", async () => {
    await write("a/src/main.ts", "");
    await using client = await startInProcess(WATCHES);
    const registered: Registration[] = [];
    client.connection.onRequest("client/registerCapability", (params: { registrations: Registration[] }) => {
      registered.push(...params.registrations);
      return null;
    });
    const missing = until(client, "a/plugin.json", "manifest/missing-file", true);
    await client.open(uri("a/plugin.json"), MANIFEST);
    await missing;
    assert.deepEqual(
      registered.map(({ registerOptions }) => registerOptions),
      [{ watchers: [{ globPattern: { baseUri: uri("a"), pattern: "**/*" } }] }],
    );
    await write("a/docs/README.md", "");
    await write("a/config/schema.json", '{"type":"object","properties":{}}');
    const found = until(client, "a/plugin.json", "manifest/missing-file", false);
    const changes = [{ uri: uri("a/docs/README.md"), type: CREATED }];
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    await found;
  });

  it("a client that refuses what it said it can do is served all the same", async () => {
    await write("refuses/src/main.ts", 'aiHub.ui.registerCommand("go", f);');
    const dynamic = { dynamicRegistration: true };
    await using client = await startInProcess({
      workspace: { ...WATCHES.workspace, diagnostics: { refreshSupport: true } },
      textDocument: {
        diagnostic: {},
        filters: { relativePatternSupport: true },
        ...{ synchronization: dynamic, rename: dynamic, definition: dynamic, references: dynamic },
        documentHighlight: dynamic,
      },
    });
    // The client has no handlers for these, so each is answered with an error.
    const path = "refuses/plugin.json";
    await client.open(uri(path), MANIFEST);
    const textDocument = { uri: uri(path) };
    await client.ask("textDocument/diagnostic", { textDocument });
    const isRefused = (method: string) => client.log.some((line) => line.startsWith(`${method}:`));
    while (!["client/registerCapability", "workspace/diagnostic/refresh"].every(isRefused)) await sleep(20);
    const isTold = async () => {
      const { items } = await client.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument });
      return codes(items).includes("source/undeclared-command");
    };
    while (!(await isTold())) await sleep(20); // the files are known before the sources are
  });

  it("plugins of several workspace folders are told apart, and folders may come and go", async () => {
    await using client = await startInProcess(WATCHES);
    client.connection.onRequest("client/registerCapability", () => null);
    const undeclared = async (folder: string) => {
      await write(`${folder}/src/main.ts`, `aiHub.ui.registerCommand("only-${folder}", f);`);
      const told = client.next(
        (each) =>
          each.uri === uri(`${folder}/plugin.json`) && codes(each.diagnostics).includes("source/undeclared-command"),
      );
      await client.open(uri(`${folder}/plugin.json`), MANIFEST);
      const { diagnostics } = await told;
      return messages(diagnostics).filter((message) => message.includes("only-"));
    };
    const [first, ...more] = await undeclared("m1");
    assert.match(first ?? "", /only-m1/);
    assert.deepEqual(more, []);
    const event = { added: [{ uri: uri("m2"), name: "m2" }], removed: [{ uri: uri("m1"), name: "m1" }] };
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
    const [second, ...others] = await undeclared("m2");
    assert.match(second ?? "", /only-m2/);
    assert.deepEqual(others, []);
  });

  it("a client that cannot watch is told at the next change", async () => {
    await write("b/src/main.ts", "");
    await using client = await startInProcess();
    const missing = until(client, "b/plugin.json", "manifest/missing-file", true);
    await client.open(uri("b/plugin.json"), MANIFEST);
    await missing;
    await write("b/docs/README.md", "");
    await write("b/config/schema.json", '{"type":"object","properties":{}}');
    const found = until(client, "b/plugin.json", "manifest/missing-file", false);
    let version = 2;
    const typing = setInterval(() => void client.change(uri("b/plugin.json"), version++, MANIFEST), 100);
    await found.finally(() => clearInterval(typing));
  });

  it("sources count with their unsaved text", async () => {
    await write("c/src/main.ts", "export {};\n");
    await using client = await startInProcess();
    const manifest = JSON.stringify({ ...JSON.parse(MANIFEST), resources: {}, build: { entry: "src/main.ts" } });
    await client.open(uri("c/plugin.json"), manifest);
    const needed = until(client, "c/plugin.json", "source/missing-permission", true);
    await client.open(uri("c/src/main.ts"), 'await aiHub.http.get("https://api.example.com/x");\n');
    await needed;
    const gone = until(client, "c/plugin.json", "source/missing-permission", false);
    await client.change(uri("c/src/main.ts"), 2, "export {};\n");
    await gone;
    const again = until(client, "c/plugin.json", "source/missing-permission", true);
    await client.change(uri("c/src/main.ts"), 3, 'await aiHub.http.get("https://api.example.com/x");\n');
    await again;
    // What is on the disk counts when nothing is open.
    const closed = until(client, "c/plugin.json", "source/missing-permission", false);
    await client.close(uri("c/src/main.ts"));
    await closed;
  });

  it("places are those of editors, which hide a byte order mark", async () => {
    await write("bom/src/main.ts", '\uFEFFexport const commands = { "go": f };\n');
    await write("bom/plugin.json", `\uFEFF{"name": "A", "version": "1.0.0", "ui": {"commands": []}}`);
    await using client = await startInProcess();
    const manifest = '{"name": "A", "version": "1.0.0", "ui": {"commands": [{"id": "go", "title": "Go"}]}}';
    await client.open(uri("bom/plugin.json"), manifest);
    const id = { line: 0, character: manifest.indexOf('"go"') + 1 };
    const params = { textDocument: { uri: uri("bom/plugin.json") }, position: id };
    const isThere = async () => (await client.ask<Location[]>("textDocument/definition", params)).length > 0;
    while (!(await isThere())) await sleep(20);
    const [target] = await client.ask<Location[]>("textDocument/definition", params);
    assert.deepEqual(target?.range.start, { line: 0, character: 27 });
    // The manifest is not open, but a source is.
    await client.open(uri("bom/src/main.ts"), 'export const commands = { "other": f };\n');
    await client.close(uri("bom/plugin.json"));
    const whole = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const fixes = () =>
      client.ask<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri: uri("bom/src/main.ts") },
        range: whole,
        context: { diagnostics: [] },
      });
    while ((await fixes()).length === 0) await sleep(20);
    const [fix] = await fixes();
    const edits = Object.values(fix?.edit?.changes ?? {}).flat();
    assert.deepEqual(
      edits.map(({ range }) => range.start.character),
      ['{"name": "A", "version": "1.0.0", "ui": {"commands": ['.length],
    );
  });

  it("a setting is known as soon as its schema says so", async () => {
    await write("d/src/main.ts", 'await aiHub.config.get("taxRate");\n');
    await write("d/config/schema.json", '{"type":"object","properties":{}}');
    await using client = await startInProcess();
    const manifest = JSON.stringify({ ...JSON.parse(MANIFEST), resources: { config: "config/schema.json" } });
    const unknown = until(client, "d/plugin.json", "source/undeclared-setting", true);
    await client.open(uri("d/plugin.json"), manifest);
    await unknown;
    const known = until(client, "d/plugin.json", "source/undeclared-setting", false);
    await client.open(uri("d/config/schema.json"), '{"properties":{"taxRate":{"type":"number"}}}');
    await known;
  });

  it("the schema of settings is checked, and what of it settings leave out", async () => {
    await write("e/plugin.json", MANIFEST);
    await using client = await startInProcess();
    const text = `{
  "$schema": "http://127.0.0.1:9/never-fetched.json",
  "type": "object",
  "properties": {
    "rate": { "type": "number", "minimum": "none", "pattern": "x" },
    "1st": { "type": "string" },
    "any": { "type": ["string", "number"] }
  }
}`;
    await client.open(uri("e/config/schema.json"), text);
    const found = messages(await client.diagnostics(uri("e/config/schema.json")));
    assert.equal(found.length, 4, found.join("\n"));
    assert.match(found[0] ?? "", /Incorrect type/);
    assert.match(found[1] ?? "", /Settings ignore this/);
    assert.match(found[2] ?? "", /No setting is made of "1st"/);
    assert.match(found[3] ?? "", /No setting is made of "any"/);
    const hover = await client.ask<Hover | null>("textDocument/hover", {
      textDocument: { uri: uri("e/config/schema.json") },
      position: { line: 4, character: 8 },
    });
    assert.notEqual(hover, undefined);
    await client.change(uri("e/config/schema.json"), 2, '{ "properties": ');
    assert.ok((await client.diagnostics(uri("e/config/schema.json"), 2)).length > 0, "a broken file is reported");
    await client.open(uri("e/other.json"), "{");
    await client.change(uri("e/config/schema.json"), 3, "{}");
    assert.deepEqual(await client.diagnostics(uri("e/config/schema.json"), 3), []);
    assert.ok(client.published.every((each) => each.uri === uri("e/config/schema.json")));
  });

  it("a manifest brings the diagnostics of its open settings along", async () => {
    await write("f/plugin.json", MANIFEST);
    await using client = await startInProcess({ textDocument: { diagnostic: { relatedDocumentSupport: true } } });
    await client.open(uri("f/plugin.json"), MANIFEST);
    await client.open(uri("f/config/schema.json"), "{");
    type Report = { relatedDocuments: Record<string, { kind: string; items: Diagnostic[] }> };
    const report = await client.ask<Report>("textDocument/diagnostic", { textDocument: { uri: uri("f/plugin.json") } });
    assert.deepEqual(Object.keys(report.relatedDocuments), [uri("f/config/schema.json")]);
    assert.equal(report.relatedDocuments[uri("f/config/schema.json")]?.items.length, 1);
  });

  it("installed plugins are those of the home that the client names", async () => {
    const home = join(dir, "home");
    const other = { name: "Other", version: "1.4.0", description: "x", keywords: ["x"] };
    await write("home/plugins/other/current/plugin.json", JSON.stringify(other));
    await write("home/plugins/broken/current/plugin.json", "{");
    await write("g/src/main.ts", "");
    await using client = await startInProcess({}, { home });
    const manifest = (range: string) =>
      JSON.stringify({ ...JSON.parse(MANIFEST), resources: {}, dependencies: { plugins: { other: range } } });
    const unmet = until(client, "g/plugin.json", "source/plugin-range", true);
    await client.open(uri("g/plugin.json"), manifest("^2.0.0"));
    await unmet.catch(() => assert.fail(JSON.stringify(client.published.at(-1))));
    const met = until(client, "g/plugin.json", "source/plugin-range", false);
    await client.change(uri("g/plugin.json"), 2, manifest("^1.0.0"));
    await met;
  });

  it("who looks before the files were listed is told when they are", async () => {
    await write("slow/docs/README.md", "");
    const analyst = new Analyst(WORKER, () => {});
    try {
      await new Promise<void>((changed) => {
        const folder = new RememberedFolder(uri("slow"), { analyst, editor: () => undefined, changed });
        assert.deepEqual(folder.snapshot.folder.files, []);
      });
    } finally {
      await analyst.dispose();
    }
  });

  it("folders that cannot be read, links and hidden folders", async () => {
    await write("h/secret/inner.txt", "");
    await write("h/.hidden/x.txt", "");
    await write("h/node_modules/p/index.js", "");
    await write("h/é ü.txt", "");
    await symlink(dir, file("h/out"), "junction");
    await chmod(file("h/secret"), 0);
    const listing = await listFolder(file("h"));
    await chmod(file("h/secret"), 0o755);
    const isRoot = process.getuid?.() === 0 || process.platform === "win32";
    assert.deepEqual(listing.files, isRoot ? ["secret/", "secret/inner.txt", "é ü.txt"] : ["secret/", "é ü.txt"]);
    assert.equal(listing.exists("./é ü.txt"), true);
    assert.equal(listing.exists(".hidden/x.txt"), true);
    assert.equal(listing.exists("node_modules/p"), true);
    assert.equal(listing.exists("node_modules/q"), false);
    assert.equal(listing.exists("out/h"), true);
    assert.equal(listing.exists("../a"), false);
    assert.equal(listing.isFile("out"), false);
    assert.deepEqual((await listFolder(file("no-such-folder"))).files, []);
  });

  it("lists a bounded number of entries, and looks for the others", async () => {
    await mkdir(file("i"));
    const names = Array.from({ length: 105 }, (_, index) => `f${index}`);
    await Promise.all(names.map((name) => writeFile(file(`i/${name}`), "")));
    const listing = await listFolder(file("i"), 100);
    assert.equal(listing.files.length, 100);
    assert.ok(names.every((name) => listing.exists(name)));
    assert.equal(listing.exists("other"), false);
  });
});
