import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type ParseError, parse } from "jsonc-parser";
import { describe, it } from "mocha";
import type { CompletionItem } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { jsonView } from "../../../language-server/documents/json-view.ts";
import { complete } from "../../../language-server/features/completion/completion.ts";
import { withoutPlaceholders } from "../../../language-server/features/completion/suggestion.ts";
import { completeJson } from "../../../language-server/features/completion/workflow.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";
import { CHOSEN } from "./completion-cases.ts";
import { type Around, viewOf } from "./view.ts";

const SEED = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");

const use = (kind: SourceUse["kind"], value: string, call: string): SourceUse => ({
  path: "src/main.ts",
  kind,
  value,
  call,
  start: 0,
  end: value.length,
  line: 12,
  column: 1,
});

const AROUND: Around = {
  files: {
    "plugin.json": "",
    "src/main.ts": "",
    "src/types.d.ts": "",
    "src/ui/main.tsx": "",
    "assets/icon.png": "",
    "assets/notes.txt": "",
    "config/schema.json": "",
    "docs/README.md": "",
  },
  uses: [
    use("command", "report", "aiHub.commands"),
    use("command", "shown", "aiHub.commands"),
    use("panel", "dashboard", "aiHub.ui.createPanel"),
    use("endpoint", "/sum", "endpoints"),
    use("emit", "added", "aiHub.events.emit"),
    use("emit", "other/changed", "aiHub.events.emit"),
    use("net", "https://api.example.org:8443/v1?x=1", "aiHub.http.get"),
    use("read", "./bank/jan.csv", "aiHub.fs.readFile"),
    use("read", "./notes.txt", "aiHub.fs.readFile"),
    use("memory", "ledger", "aiHub.memory.store"),
    use("ai", "gpt-4o", "aiHub.ai.complete"),
  ],
  installed: [
    { id: "data-processor", version: "1.2.3", commands: ["clean"], events: ["cleaned"], manifest: "" },
    { id: "data-processor", version: "1.10.0", commands: ["clean"], events: ["cleaned"], manifest: "" },
    { id: "file-handler", version: "2.1.0", commands: [], events: [], manifest: "" },
  ],
  models: ["gpt-4o-mini", "llama3"],
};

async function itemsAt(marked: string, around: Around, snippets = true): Promise<readonly CompletionItem[]> {
  const { view, position } = viewOf(marked, around);
  const { items } = await complete(view, position, { snippets });
  return items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

/** The text after an item was chosen, the cursor shown as `|` where it is left inside. */
function choose(marked: string, item: CompletionItem): string {
  const { text, view } = viewOf(marked, {});
  assert.ok(item.textEdit && "range" in item.textEdit);
  const inserted = withoutPlaceholders(item.textEdit.newText.replace("$0", "|"));
  const edits = [{ range: item.textEdit.range, newText: inserted }, ...(item.additionalTextEdits ?? [])];
  return TextDocument.applyEdits(TextDocument.create(view.document.uri, "jsonc", 1, text), edits);
}

describe("language server: completion", () => {
  for (const [marked, label, after] of CHOSEN) {
    it(`${marked} → ${label}`, async () => {
      const items = await itemsAt(marked, AROUND);
      const item = items.find((each) => each.label === label);
      assert.ok(
        item,
        items
          .map((each) => each.label)
          .slice(0, 30)
          .join(", "),
      );
      assert.equal(choose(marked, item), after);
    });
  }

  const first: readonly (readonly [marked: string, labels: readonly string[]])[] = [
    ["{|}", ["name", "version", "$schema", "id", "type"]],
    ['{"name": "A", |}', ["version", "$schema", "id"]],
    ['{"ui": {"commands": [{|}]}}', ["id", "title", "category"]],
    ['{"license": |}', ["MIT", "Apache-2.0", "ISC"]],
    ['{"permissions": {"network": {"domains": [|]}}}', ["api.example.org:8443", "api.example.com"]],
    ['{"permissions": {"filesystem": {"read": ["./bank/*", |]}}}', ["./notes.txt", "./data/*"]],
    ['{"permissions": {"ai": {"models": [|]}}}', ["gpt-4o", "gpt-4o-mini", "llama3", "local/*"]],
    ['{"ui": {"commands": [{"id": "shown"}, {"id": |}]}}', ["report"]],
    ['{"version": "1.2.3|"}', ["1.2.4", "1.3.0", "2.0.0"]],
    [
      '{"api": {"endpoints": [{"path": "/a", "parameters": {"p": "|"}}]}}',
      ["string", "number", "boolean", "object", "array", "pdf|csv"],
    ],
    ['{"compatibility": {"platforms": ["darwin", "|"]}}', ["linux", "win32"]],
    ["|", ["plugin"]],
    ['{"ui": {"panels": [|]}}', ["panel"]],
    ['{"ui": {"commands": [{"id": "a", "title": "A"}, |]}}', ["command"]],
    ['{"api": {"endpoints": [|]}}', ["endpoint"]],
    [
      '{"permissions": {"filesystem": {"read": ["./assets/**", |]}}}',
      ["./bank/jan.csv", "./notes.txt", "./data/*", "./data/**", "./assets/*"],
    ],
  ];
  for (const [marked, labels] of first) {
    it(`${marked} offers first ${labels.join(", ")}`, async () => {
      const items = await itemsAt(marked, AROUND);
      assert.deepEqual(
        items.slice(0, labels.length).map(({ label }) => label),
        labels,
      );
    });
  }

  it("an item that is chosen from its list is an item", async () => {
    const marked = '{"ui": {"panels": [|]}}';
    const items = await itemsAt(marked, AROUND);
    assert.deepEqual(
      items.map(({ label }) => label),
      ["panel"],
    );
    assert.match(choose(marked, items[0] ?? assert.fail()), /^\{"ui": \{"panels": \[\{\s*"id": "/);
  });

  const never: readonly (readonly [marked: string, label: RegExp])[] = [
    ['{"build": {"entry": "src/|"}}', /\.d\.ts|png/],
    ['{"build": {"entry": "|"}}', /assets|docs|config/],
    ['{"resources": {"icon": "./assets/|"}}', /txt/],
    ['{"ui": {"commands": [{"id": "report"}, {"id": |}]}}', /report|dashboard/],
    ['{"api": {"events": ["|"]}}', /other/],
    ['{"dependencies": {"plugins": {"data-processor": "*", |}}}', /data-processor/],
    ['{"permissions": {"filesystem": {"read": ["./data/*", |]}}}', /^\.\/data\/\*$/],
    ['{"name": "A", |}', /^name$/],
    ['{"permissions": {"network": {"protocols": ["https", |]}}}', /^https$/],
    ['{"$schema": "|"}', /json-schema/],
  ];
  for (const [marked, label] of never) {
    it(`${marked} does not offer ${label.source}`, async () => {
      const items = await itemsAt(marked, AROUND);
      assert.ok(items.length > 0);
      assert.deepEqual(
        items.filter((item) => label.test(item.label)),
        [],
      );
    });
  }

  for (const marked of ["{ // lic|\n}", '{"license": /* MI| */ "x"}', "{} |", '{"a": 1 /* |']) {
    it(`${JSON.stringify(marked)} offers nothing`, async () => {
      assert.deepEqual(await itemsAt(marked, AROUND), []);
    });
  }

  it("offers nothing twice", async () => {
    for (const [marked] of CHOSEN) {
      const labels = (await itemsAt(marked, AROUND)).map(({ label }) => label);
      assert.equal(new Set(labels).size, labels.length, marked);
    }
  });

  it("a `$schema` of others changes nothing, and none is fetched", async () => {
    const labels = (await itemsAt('{"$schema": "http://127.0.0.1:9/x.json", "type": |}', AROUND)).map((i) => i.label);
    assert.deepEqual(labels.sort(), ["instrument", "model", "theme", "tool", "workflow"]);
  });

  it("icons show their glyph and what they mean", async () => {
    const items = await itemsAt('{"ui": {"panels": [{"icon": "|"}]}}', {});
    const graph = items.find(({ label }) => label === "graph");
    assert.match(JSON.stringify(graph?.documentation), /\$\(graph\) `\p{Co}` \*\*graph\*\*\. Graph or chart/u);
    assert.ok(items.length > 500);
  });

  const workflow: readonly (readonly [marked: string, labels: readonly string[]])[] = [
    ['{"steps": [{"plugin": "|"}]}', ["data-processor", "file-handler"]],
    ['{"steps": [{"plugin": "data-processor", "command": |}]}', ["clean"]],
    ['{"steps": [{"command": |, "plugin": "data-processor"}]}', ["clean"]],
    ['{"triggers": ["|"]}', ["data-processor/cleaned"]],
    ['{"steps": [{"plugin": "file-handler", "command": "|"}]}', ['"generate-report"']],
    ['{"name": "A", |}', ["$schema", "id", "description", "triggers", "inputs", "steps"]],
  ];
  for (const [marked, labels] of workflow) {
    it(`workflow ${marked} offers ${labels.join(", ")}`, async () => {
      const { text, position } = viewOf(marked);
      const document = TextDocument.create("file:///w/x.aihub.json", "jsonc", 1, text);
      const list = await completeJson(
        jsonView("workflow", document, () => AROUND.installed ?? []),
        position,
        { snippets: true },
      );
      assert.deepEqual(
        list?.items.map(({ label }) => label),
        labels,
      );
    });
  }

  it("whatever is chosen wherever in the seed's manifest, it stays JSON", async () => {
    const { view } = viewOf(SEED.replaceAll("|", "/"), AROUND);
    const text = view.document.getText();
    let chosen = 0;
    for (let offset = 0; offset <= text.length; offset += 1) {
      const { items } = await complete(view, view.document.positionAt(offset), { snippets: false });
      for (const { textEdit, additionalTextEdits = [], label } of [...items.slice(0, 3), ...items.slice(-2)]) {
        assert.ok(textEdit && "range" in textEdit);
        // A key whose value the author is to type.
        if (/: ,?$/.test(textEdit.newText)) continue;
        const errors: ParseError[] = [];
        parse(TextDocument.applyEdits(view.document, [textEdit, ...additionalTextEdits]), errors);
        assert.deepEqual(
          errors,
          [],
          `${label} at ${text.slice(offset - 20, offset)}|${text.slice(offset, offset + 20)}`,
        );
        chosen += 1;
      }
    }
    assert.ok(chosen > 1000);
  });

  for (const marked of ['{"version": | "1.0.0"}', '{"keywords": ["a"]|, "name": "A"}', '{"type": |"tool"}']) {
    it(`${marked} offers nothing beside what is there`, async () => {
      assert.deepEqual(await itemsAt(marked, AROUND), []);
    });
  }

  it("clients without snippets get plain text", async () => {
    for (const [marked] of CHOSEN) {
      for (const item of await itemsAt(marked, AROUND, false)) {
        assert.notEqual(item.insertTextFormat, 2, `${marked}: ${item.label}`);
        assert.doesNotMatch(item.textEdit?.newText ?? "", /\$\{?\d/);
      }
    }
  });

  it("text of plugins cannot leave its place", async () => {
    const hostile = "[x](command:run)`<img src=x>`\u202e";
    const around = { uses: [use("command", hostile, hostile)], installed: [], models: [] };
    const [item = assert.fail()] = await itemsAt('{"ui": {"commands": [{"id": |}]}}', around);
    assert.equal(
      choose('{"ui": {"commands": [{"id": |}]}}', item),
      `{"ui": {"commands": [{"id": ${JSON.stringify(hostile)}}]}}`,
    );
    assert.ok(!item.label.includes("\u202e"));
    assert.match(JSON.stringify(item.documentation), /``\[x\]\(command:run\)`<img src=x>`\\\\u\{202e\}``/);
  });

  it("no prefix of a manifest breaks it", async () => {
    const text =
      '{"name": "A", // c\n "ui": {"panels": [{"id": "a", "icon": "gr\\u0061ph"}]}, "permissions": {"network": {"domains": ["*.x.y"]}}}';
    for (let length = 0; length <= text.length; length += 1) await itemsAt(`${text.slice(0, length)}|`, AROUND);
  });
});
