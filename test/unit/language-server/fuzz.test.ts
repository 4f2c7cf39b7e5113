import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Diagnostic, Position, TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { type InProcess, startInProcess } from "./client.ts";

const seed = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");
const RUNS = 60;

/** What people type, and what breaks parsers. */
const typed = fc.oneof(
  fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "\\", "\n", "\r\n", "\r", "\uFEFF", "\uD800", "😀", "\u2028"),
  fc.constantFrom(
    '"name": "A",\n',
    '"version": "1",',
    '"permissions": {',
    "// why\n",
    "/*",
    "*/",
    '"./data/**"',
    '"*.*"',
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);

/** Where it starts and how much it replaces, in parts of the text. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(40), text: typed });
const edits = fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 15 });
const start = fc.constantFrom(seed, seed.replaceAll("\n", "\r\n"), "", "{}", seed.slice(0, 700));

/** Of the protocol: lines end with LF, CR LF or CR, columns are UTF-16 units. */
function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** No client stands between CR and LF. */
function between(text: string, offset: number): number {
  return text[offset - 1] === "\r" && text[offset] === "\n" ? offset + 1 : offset;
}

async function resultOf(client: InProcess, uri: string): Promise<unknown> {
  const textDocument = { uri };
  type Report = { items: Diagnostic[] };
  const { items } = await client.ask<Report>("textDocument/diagnostic", { textDocument });
  const symbols = await client.ask("textDocument/documentSymbol", { textDocument });
  const folds = await client.ask("textDocument/foldingRange", { textDocument });
  return { items, symbols, folds };
}

describe("language server: random edits", () => {
  it("say in the end what the text says when it is opened anew", async () => {
    await using client = await startInProcess({ textDocument: { diagnostic: {} } });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(start, edits, async (first, rounds) => {
        run += 1;
        const edited = `file:///no-such-folder/edited-${run}/plugin.json`;
        const fresh = `file:///no-such-folder/fresh-${run}/plugin.json`;
        let text = first;
        await client.open(edited, text);
        for (const [index, round] of rounds.entries()) {
          const changes: TextDocumentContentChangeEvent[] = [];
          for (const { at, length, text: inserted } of round) {
            const from = between(text, Math.floor(at * text.length));
            const to = between(text, Math.min(from + length, text.length));
            changes.push({ range: { start: positionAt(text, from), end: positionAt(text, to) }, text: inserted });
            text = text.slice(0, from) + inserted + text.slice(to);
          }
          await client.change(edited, index + 2, changes);
          // Some versions are looked at on the way, so that something can be left over from them.
          if (index % 3 === 0) await resultOf(client, edited);
        }
        await client.open(fresh, text);
        assert.deepEqual(await resultOf(client, edited), await resultOf(client, fresh));
        await client.close(edited);
        await client.close(fresh);
      }),
      { numRuns: RUNS },
    );
    assert.deepEqual(client.log, []);
  });
});
