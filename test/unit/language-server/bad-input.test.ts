import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { ResponseError } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { diagnose } from "../../../language-server/diagnostics/diagnose.ts";
import { jsonView } from "../../../language-server/documents/json-view.ts";
import { manifestView } from "../../../language-server/documents/manifest-view.ts";
import type { PluginFolder } from "../../../language-server/feature.ts";
import type { About } from "../../../language-server/feature-row.ts";
import { FEATURES } from "../../../language-server/server.ts";
import { codes, startInProcess, URI } from "./client.ts";

const seed = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");
const client = {
  snippets: true,
  definitionLinks: true,
  documentChanges: true,
  createFiles: true,
  commands: new Set(["aihub.runPlugin"]),
};
const ABILITIES = { relatedInformation: true, codeDescriptionSupport: true, documentation: () => undefined };

const folder: PluginFolder = {
  uri: "file:///no-such-folder",
  files: ["assets/", "assets/icon.png", "plugin.json", "src/", "src/main.ts"],
  exists: (path) => path === "src/main.ts",
  uses: [
    {
      path: "src/main.ts",
      kind: "net",
      value: "https://api.example.com",
      call: "aiHub.http.get",
      start: 10,
      end: 33,
      line: 1,
      column: 11,
    },
  ],
  isCurrent: () => true,
  source: (path) => (path === "src/main.ts" ? 'fetch     ("https://api.example.com")' : undefined),
};
const installed = [{ id: "other", version: "1.2.3", commands: ["go"], events: ["gone"], manifest: "{}" }];

function manifestOf(text: string): About {
  const document = TextDocument.create(URI, "jsonc", 1, text);
  return { kind: "manifest", view: manifestView(document, { folder, files: folder, installed, models: ["gpt-4o"] }) };
}

/** Asks everything at one place; a refusal with a sentence is an answer. */
async function askEverything(about: About, offset: number): Promise<void> {
  const { document } = about.view;
  const position = document.positionAt(offset);
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const diagnostics = await diagnose(about, ABILITIES);
  const params = {
    textDocument: { uri: document.uri },
    position,
    positions: [position],
    range: whole,
    context: { diagnostics: diagnostics ?? [], includeDeclaration: true, triggerKind: 1 },
    options: { tabSize: 2, insertSpaces: true },
    newName: "other-name",
  };
  for (const feature of FEATURES) {
    try {
      await feature.answer(about, params, client);
    } catch (error) {
      if (error instanceof ResponseError) continue;
      const where = `${feature.method} at ${offset} of ${JSON.stringify(document.getText().slice(-80))}`;
      throw new Error(where, { cause: error });
    }
  }
}

const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ["nothing", ""],
  ["a byte order mark", `\uFEFF${seed}`],
  ["only a byte order mark", "\uFEFF"],
  ["CR LF", seed.replaceAll("\n", "\r\n")],
  ["CR", seed.replaceAll("\n", "\r")],
  ["lone surrogates", `{ "name": "\uD800", "version": "\uDC00", "\uDBFF": ["\uD83D"] }`],
  ["keys that stand twice", `{ "name": "a", "name": "b", "permissions": {}, "permissions": { "network": {} } }`],
  ["keys of prototypes", `{ "__proto__": { "a": 1 }, "constructor": 1, "permissions": { "__proto__": [] } }`],
  ["deep arrays", "[".repeat(100_000)],
  ["deep objects", '{"a":'.repeat(50_000)],
  ["10 MB of text", `{ "name": "${"a".repeat(10_000_000)}" }`],
  ["10 MB of brackets", "[],".repeat(3_333_333)],
  ["one long line", `{ "keywords": [${'"word",'.repeat(50_000)} "last"] }`],
  ["NUL characters", "{\0\0\0}"],
  ["wrong types everywhere", '{ "permissions": [], "ui": 1, "api": "x", "dependencies": null, "resources": [[]] }'],
  [
    "values that are objects",
    '{ "name": {}, "version": [], "permissions": { "network": { "domains": [{}, null, 1] } } }',
  ],
  ["comments only", "// nothing\n/* nothing */"],
  ["nothing but null", "null"],
  ["an open comment", '{ "name": /* '],
  ["an open escape", '{ "name": "\\u12'],
];

describe("language server: bad input", () => {
  it("answers at the end of every prefix of the seed's manifest", async () => {
    for (let length = 0; length <= seed.length; length++)
      await askEverything(manifestOf(seed.slice(0, length)), length);
  });

  it("answers everywhere in the seed's manifest", async () => {
    const about = manifestOf(seed);
    for (let offset = 0; offset <= seed.length; offset++) await askEverything(about, offset);
  });

  for (const [what, text] of HOSTILE) {
    it(`survives ${what}`, async () => {
      for (const offset of [0, 1, text.length >> 1, text.length]) await askEverything(manifestOf(text), offset);
    });
    it(`survives ${what} in settings and workflows`, async () => {
      for (const kind of ["config", "workflow"] as const) {
        const document = TextDocument.create(URI, "json", 1, text);
        for (const offset of [0, text.length >> 1, text.length])
          await askEverything({ kind: "json", view: jsonView(kind, document, () => []) }, offset);
      }
    });
  }

  it("says of 10 MB that it is too large, and nothing else", async () => {
    await using connected = await startInProcess();
    await connected.open(URI, `{ "name": "${"a".repeat(10_000_000)}" }`);
    assert.deepEqual(codes(await connected.diagnostics(URI)), ["manifest/too-large"]);
    assert.deepEqual(connected.log, []);
  });
});
