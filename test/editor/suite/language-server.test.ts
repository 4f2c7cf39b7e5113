import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { addPlugin, eventually, look } from "./support.ts";

const ID = "manifest-demo";
const TEXT = `{
  "name": "${ID}",
  "version": "1.0.0",
  "type": "tool", // one of five
  "licence": "MIT",
  "description": "A plugin to edit",
  "keywords": ["demo"],
  "permissions": { "filesystem": { "read": ["./data/*", "/srv/**"] } },
  "ui": { "commands": [{ "id": "go", "title": "Go", "category": "Demo" }] },
  "build": { "entry": "src/main.ts", "output": "dist/" }
}
`;
const SOURCE = `export const commands = {
  go: () => aiHub.fs?.exists("./data/x").then(() => "gone"),
};
`;

describe("a manifest in the editor", () => {
  let plugin: Awaited<ReturnType<typeof addPlugin>>;
  let document: vscode.TextDocument;

  before(async () => {
    plugin = await addPlugin({ name: ID }, { "src/main.ts": SOURCE });
    await writeFile(join(plugin.dir, "plugin.json"), TEXT);
    document = await vscode.workspace.openTextDocument(join(plugin.dir, "plugin.json"));
    await vscode.window.showTextDocument(document);
    document = await eventually("the language", ours, ({ languageId }) => languageId === "aihub-json");
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await plugin.remove();
  });

  const file = () => vscode.Uri.file(join(plugin.dir, "plugin.json"));
  const ours = () => vscode.workspace.openTextDocument(file());
  const problems = () => vscode.languages.getDiagnostics(file());
  /** Behind the first occurrence of a text. */
  const behind = (text: string) => document.positionAt(document.getText().indexOf(text) + text.length);
  const withCode = (code: string) => (diagnostic: vscode.Diagnostic) => codeOf(diagnostic) === code;

  it("has its problems marked, each once, and a fix for one that then goes", async () => {
    const unknown = withCode("manifest/unknown-key");
    // The editor's own JSON support speaks of the file for as long as it is not known to be ours.
    const isAlone = (all: readonly vscode.Diagnostic[]) => new Set(all.map(({ source }) => source)).size === 1;
    const marked = await eventually("our diagnostics alone", problems, (all) => all.some(unknown) && isAlone(all));
    const [problem, ...others] = marked.filter(unknown);
    assert.ok(problem);
    assert.deepEqual(others, []);
    assert.equal(document.getText(problem.range), '"licence"');
    assert.equal(marked.filter(withCode("manifest/broad-permission")).length, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      file(),
      problem.range,
    );
    const fix = actions.find(({ title, edit }) => edit && title.includes("license"));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.ok(document.getText().includes('"license": "MIT"'));
    await eventually("the problem is gone", problems, (all) => !all.some(unknown));
  });

  it("completes values, each once", async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      file(),
      behind('"type": "'),
    );
    const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.equal(labels.filter((label) => label.includes("instrument")).length, 1, labels.join());
  });

  it("takes a completion as a person does, who types and accepts", async () => {
    const editor = await vscode.window.showTextDocument(document);
    const start = behind('"type": "');
    const value = () => /"type": (.*?),/.exec(document.getText())?.[1];
    await editor.edit((edit) => edit.replace(new vscode.Range(start, start.translate(0, 4)), "inst"));
    const cursor = start.translate(0, 4);
    editor.selection = new vscode.Selection(cursor, cursor);
    let tries = 0;
    await eventually(
      "the value is completed",
      async () => {
        // Whoever asks again before there is a list has to wait anew; to accept does nothing then.
        if (tries++ % 100 === 0) await vscode.commands.executeCommand("editor.action.triggerSuggest");
        await vscode.commands.executeCommand("acceptSelectedSuggestion");
        return value();
      },
      (text) => text === '"instrument"',
    );
  });

  it("explains a key", async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      file(),
      behind('"version'),
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === "string" ? part : part.value)),
    );
    assert.match(texts.join("\n"), /semantic version/);
    assert.equal(hovers.length, 1);
  });

  it("has one outline, in people's words, and one formatter", async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      file(),
    );
    assert.equal(symbols.filter(({ name }) => name === "ui").length, 1);
    const ui = symbols.find(({ name }) => name === "ui");
    assert.equal(ui?.children[0]?.children[0]?.name, "Go");
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      "vscode.executeFormatDocumentProvider",
      file(),
      { tabSize: 2, insertSpaces: true },
    );
    assert.ok(edits.length > 0);
  });

  it("renames a command in the manifest and in the source, from either", async () => {
    const source = vscode.Uri.file(join(plugin.dir, "src", "main.ts"));
    const rename = (uri: vscode.Uri, position: vscode.Position, name: string) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>(
        "vscode.executeDocumentRenameProvider",
        uri,
        position,
        name,
      );
    const edit = await eventually(
      "both files are renamed",
      async () => {
        try {
          return await rename(file(), behind('"id": "g'), "walk-on");
        } catch {
          return undefined; // the sources are still being read
        }
      },
      (one) => one?.size === 2,
    );
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    assert.ok(document.getText().includes('"id": "walk-on"'));
    const code = await vscode.workspace.openTextDocument(source);
    assert.ok(code.getText().includes('"walk-on": () =>'), code.getText());
    await vscode.window.showTextDocument(code);
    const back = await eventually(
      "the rename from the source",
      async () => {
        try {
          return await rename(source, code.positionAt(code.getText().indexOf("walk-on") + 1), "go-on");
        } catch {
          return undefined; // the changed source is still being read
        }
      },
      (one) => one?.size === 2,
    );
    assert.ok(back && (await vscode.workspace.applyEdit(back)));
    assert.ok(document.getText().includes('"id": "go-on"'));
    assert.ok(code.getText().includes('"go-on": () =>'), code.getText());
    await assert.rejects(async () => rename(file(), behind('"id": "g'), "../x"), /form expected here/);
  });

  it("follows an id from the source, and to it", async () => {
    const source = vscode.Uri.file(join(plugin.dir, "src", "main.ts"));
    const code = await vscode.workspace.openTextDocument(source);
    const inSource = code.positionAt(code.getText().indexOf("go-on") + 1);
    const places = (command: string, uri: vscode.Uri, position: vscode.Position) =>
      vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(command, uri, position);
    const names = (all: readonly (vscode.Location | vscode.LocationLink)[]) =>
      all.map((each) => ("targetUri" in each ? each.targetUri : each.uri).path.split("/").at(-1));
    const definition = "vscode.executeDefinitionProvider";
    const isIn = (name: string) => (all: readonly (vscode.Location | vscode.LocationLink)[]) =>
      names(all).includes(name);
    await eventually("the manifest", () => places(definition, source, inSource), isIn("plugin.json"));
    await eventually("the source", () => places(definition, file(), behind('"id": "g')), isIn("main.ts"));
    const references = await places("vscode.executeReferenceProvider", source, inSource);
    assert.ok(isIn("plugin.json")(references) && isIn("main.ts")(references), names(references).join());
  });

  it("hears what is typed into a source before it is saved", async () => {
    const source = vscode.Uri.file(join(plugin.dir, "src", "main.ts"));
    const code = await vscode.workspace.openTextDocument(source);
    await vscode.window.showTextDocument(code);
    const typed = '\naiHub.ui?.registerCommand("never-declared", () => {});';
    const isTold = (all: readonly vscode.Diagnostic[]) =>
      all.some((each) => codeOf(each) === "source/undeclared-command" && each.message.includes("never-declared"));
    assert.ok(!isTold(problems()));
    const edit = new vscode.WorkspaceEdit();
    const end = code.positionAt(code.getText().length);
    edit.insert(source, end, typed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually("the command is missed", problems, isTold);
    assert.ok(code.isDirty);
    assert.ok(!(await readFile(source.fsPath, "utf8")).includes("never-declared"));
    const back = new vscode.WorkspaceEdit();
    back.delete(source, new vscode.Range(end, code.positionAt(code.getText().length)));
    assert.ok(await vscode.workspace.applyEdit(back));
    await eventually("nothing is missed", problems, (all) => !isTold(all));
  });

  it("runs the plugin, and one of its commands, from the code lenses, with what was unsaved", async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      file(),
      10,
    );
    const titles = lenses.map(({ command }) => command?.title);
    assert.ok(titles.includes("1 permission") || titles.includes("2 permissions, 1 broad"), titles.join());
    const runs = lenses.flatMap(({ command }) => (command?.title === "▶ Run" ? [command] : []));
    assert.deepEqual(
      runs.map(({ arguments: [, id] = [] }) => id),
      [undefined, "go-on"],
    );
    const [all, one] = runs.map(
      (command) => () => vscode.commands.executeCommand<unknown>(command.command, ...(command.arguments ?? [])),
    );
    await all?.();
    assert.deepEqual(await look(ID), { id: ID, status: "running" });
    assert.match(await readFile(join(plugin.dir, "plugin.json"), "utf8"), /go-on/);
    await vscode.commands.executeCommand("aihub.stopPlugin", ID);
    assert.equal(await one?.(), undefined);
    assert.equal((await look(ID))?.status, "running");
  });
});

describe("the language of AI Hub's JSON", () => {
  it("is that of a settings' schema and of a workflow, too, and of no other file", async () => {
    const manifest = {
      name: "files-demo",
      version: "1.0.0",
      type: "theme",
      resources: { config: "./config/schema.json" },
    };
    const plugin = await addPlugin(manifest, {
      "config/schema.json": '{ "type": "object" }',
      "config/other.json": "{}",
      "flow.aihub.json": "{}",
    });
    try {
      const language = async (path: string) =>
        (await vscode.workspace.openTextDocument(join(plugin.dir, path))).languageId;
      for (const path of ["config/schema.json", "flow.aihub.json"]) {
        await eventually(
          path,
          () => language(path),
          (id) => id === "aihub-json",
        );
      }
      assert.equal(await language("config/other.json"), "json");
    } finally {
      await plugin.remove();
    }
  });

  for (const language of ["aihub-json", "json"]) {
    it(`hears what is typed into a settings' schema before it is saved, as ${language}`, async () => {
      const name = `settings-demo-${language}`;
      const manifest = { name, version: "1.0.0", type: "tool", resources: { config: "./config/schema.json" } };
      const plugin = await addPlugin(manifest, {
        "config/schema.json": '{ "type": "object", "properties": {} }',
        "src/main.ts": 'export const commands = { go: () => aiHub.config.get("colour") };\n',
      });
      try {
        const uri = vscode.Uri.file(join(plugin.dir, "plugin.json"));
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
        const isTold = (all: readonly vscode.Diagnostic[]) =>
          all.some((each) => codeOf(each) === "source/undeclared-setting");
        const problems = () => vscode.languages.getDiagnostics(uri);
        await eventually("the setting is missed", problems, isTold);
        const open = () => vscode.workspace.openTextDocument(join(plugin.dir, "config", "schema.json"));
        let schema = await eventually("the language", open, ({ languageId }) => languageId === "aihub-json");
        schema = await vscode.languages.setTextDocumentLanguage(schema, language);
        await vscode.window.showTextDocument(schema);
        const edit = new vscode.WorkspaceEdit();
        const at = schema.positionAt(schema.getText().lastIndexOf("{") + 1);
        edit.insert(schema.uri, at, '"colour": { "type": "string" }');
        assert.ok(await vscode.workspace.applyEdit(edit));
        await eventually("the setting is found", problems, (all) => !isTold(all));
        assert.ok(schema.isDirty);
      } finally {
        await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
        await vscode.commands.executeCommand("workbench.action.closeAllEditors");
        await plugin.remove();
      }
    });
  }

  it("gives way to the language that a person chooses", async () => {
    // A name of its own: the editor keeps what was opened for minutes.
    const plugin = await addPlugin({ name: "chosen-demo" }, {});
    try {
      const file = join(plugin.dir, "plugin.json");
      await writeFile(file, TEXT);
      const open = () => vscode.workspace.openTextDocument(file);
      const ours = await eventually("the language", open, ({ languageId }) => languageId === "aihub-json");
      const chosen = await vscode.languages.setTextDocumentLanguage(ours, "jsonc");
      const editor = await vscode.window.showTextDocument(chosen);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), " "));
      await sleep(500);
      assert.equal((await open()).languageId, "jsonc");
    } finally {
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      await plugin.remove();
    }
  });

  it("comes back when its server has crashed", async function () {
    if (process.platform !== "linux") this.skip(); // processes are found by /proc
    const plugin = await addPlugin({ name: ID }, {});
    try {
      const file = join(plugin.dir, "plugin.json");
      await writeFile(file, TEXT);
      const uri = vscode.Uri.file(file);
      await vscode.workspace.openTextDocument(uri);
      const outline = () =>
        vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
          "vscode.executeDocumentSymbolProvider",
          uri,
        );
      const isOurs = (symbols: vscode.DocumentSymbol[] | undefined) =>
        symbols?.find(({ name }) => name === "ui")?.children[0]?.children[0]?.name === "Go";
      await eventually("an outline", outline, isOurs);
      const [before] = await serverProcesses();
      assert.ok(before);
      process.kill(before, "SIGKILL");
      await eventually("another server", serverProcesses, ([after]) => after !== undefined && after !== before);
      await eventually("an outline again", outline, isOurs);
    } finally {
      await plugin.remove();
    }
  });
});

describe("another tool's plugin.json", () => {
  it("keeps its language, and nothing is said of it", async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const dir = join(workspace.uri.fsPath, "other-tool");
    await mkdir(dir);
    try {
      const file = join(dir, "plugin.json");
      await writeFile(file, '{ "name": "x", "version": "1.0.0", "type": "panel", "permissions": ["all"], "id": 3 }');
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        document.positionAt(4),
      );
      assert.deepEqual(hovers, []);
      assert.equal(document.languageId, "json");
      assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    } finally {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await rm(dir, { recursive: true, force: true });
    }
  });
});

/** Language servers that this extension host has started. */
async function serverProcesses(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
    const isChild = new RegExp(`^PPid:\\s${process.pid}$`, "m").test(await read("status"));
    if (isChild && (await read("cmdline")).includes("language-server.cjs")) found.push(Number(pid));
  }
  return found;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}
