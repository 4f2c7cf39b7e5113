/** A `ManifestView` of a text in which `|` marks the cursor, as the server would give it to a feature. */
import assert from "node:assert/strict";
import { parseTree } from "jsonc-parser";
import { getLanguageService, type Position } from "vscode-json-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { InstalledPlugin, ManifestView } from "../../../language-server/feature.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";
import { checkManifest } from "../../../runtime/core/manifest/validate.ts";

const service = getLanguageService({});

export const FOLDER = "file:///work/demo%20plugin";
export const MANIFEST = `${FOLDER}/plugin.json`;

/** What lies around the manifest. */
export interface Around {
  /** Texts of files by path; the folders above them exist too. */
  readonly files?: Readonly<Record<string, string>>;
  readonly uses?: readonly SourceUse[];
  /** Whether the uses were found in what editors show now. */
  readonly isCurrent?: boolean;
  readonly installed?: readonly InstalledPlugin[];
  readonly models?: readonly string[];
}

export interface MarkedView {
  readonly view: ManifestView;
  /** The text without its markers. */
  readonly text: string;
  /** Where the markers stood. */
  readonly offsets: readonly number[];
  /** Of the first marker. */
  readonly offset: number;
  readonly position: Position;
}

/** Takes the `|` out of a text. There is no way to write one that stays. */
export function withoutMarkers(marked: string): { text: string; offsets: number[] } {
  const parts = marked.split("|");
  const offsets: number[] = [];
  let length = 0;
  for (const part of parts.slice(0, -1)) {
    length += part.length;
    offsets.push(length);
  }
  return { text: parts.join(""), offsets };
}

export function viewOf(marked: string, around: Around = {}): MarkedView {
  const { text, offsets } = withoutMarkers(marked);
  const document = TextDocument.create(MANIFEST, "jsonc", 1, text);
  const files = around.files ?? {};
  const paths = new Set(
    Object.keys(files).flatMap((path) => {
      const steps = path.split("/");
      return [path, ...steps.slice(1).map((_, index) => `${steps.slice(0, index + 1).join("/")}/`)];
    }),
  );
  const exists = (path: string) => {
    const plain = path.replace(/^(?:\.\/)+/, "");
    return paths.has(plain) || paths.has(`${plain.replace(/\/$/, "")}/`);
  };
  const view: ManifestView = {
    document,
    tree: parseTree(text),
    json: service.parseJSONDocument(document),
    problems: checkManifest(text, { exists }).problems,
    folder: {
      uri: FOLDER,
      files: [...paths].sort(),
      exists,
      uses: around.uses,
      isCurrent: () => around.isCurrent ?? true,
      source: (path) => files[path],
    },
    installed: around.installed ?? [],
    models: around.models ?? [],
  };
  const offset = offsets[0] ?? 0;
  return { view, text, offsets, offset, position: document.positionAt(offset) };
}

/** One use whose value stands between `«` and `»` in a source; the marks are taken out of the text. */
export function markedUses(
  path: string,
  marked: string,
  kinds: readonly (readonly [SourceUse["kind"], string])[],
): { text: string; uses: SourceUse[] } {
  const text = marked.replaceAll(/[«»]/g, "");
  const uses: SourceUse[] = [];
  let removed = 0;
  for (const match of marked.matchAll(/«([^»]*)»/g)) {
    const start = match.index - removed;
    removed += 2;
    const [kind, call] = kinds[uses.length] ?? assert.fail(`No kind for ${match[0]}`);
    const before = text.slice(0, start);
    const line = before.split("\n").length;
    const column = start - before.lastIndexOf("\n");
    const value = match[1] ?? "";
    uses.push({ path, kind, value, call, start, end: start + value.length, line, column });
  }
  return { text, uses };
}
