/** What the features see of one version of a manifest. Each part is made when it is first asked for. */
import type { Node } from "jsonc-parser";
import type { JSONDocument } from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { MAX_LENGTH, tooDeepAt, treeOf } from "../../runtime/core/manifest/parse.ts";
import type { ManifestFiles } from "../../runtime/core/manifest/rule.ts";
import { lintManifest } from "../../runtime/core/manifest/validate.ts";
import type { Problem } from "../../runtime/core/result.ts";
import type { InstalledPlugin, ManifestView, PluginFolder } from "../feature.ts";
import { type JsonKind, jsonService } from "../json-service.ts";

/** What lies around a manifest, besides its text. */
export interface Surroundings {
  readonly folder: PluginFolder;
  /** Undefined: the files that the manifest names are not looked for. */
  readonly files: ManifestFiles | undefined;
  readonly installed: readonly InstalledPlugin[];
  readonly models: readonly string[];
}

/** @param document must not change afterwards */
export function manifestView(document: TextDocument, around: Surroundings): ManifestView {
  const text = document.getText();
  let problems: readonly Problem[] | undefined;
  let tree: { root: Node | undefined } | undefined;
  let json: JSONDocument | undefined;
  return {
    document,
    folder: around.folder,
    installed: around.installed,
    models: around.models,
    get problems() {
      problems ??= lintManifest(text, {
        files: around.files,
        uses: around.folder.uses,
        installed: around.installed,
      }).problems;
      return problems;
    },
    get tree() {
      tree ??= { root: treeOf(text) };
      return tree.root;
    },
    get json() {
      json ??= parseJson("manifest", document);
      return json;
    },
  };
}

/** A document of the JSON service; an empty one when the text is too much. */
export function parseJson(kind: JsonKind, document: TextDocument): JSONDocument {
  const service = jsonService(kind);
  return isTooMuch(document) ? service.newJSONDocument(undefined) : service.parseJSONDocument(document);
}

const known = new WeakMap<TextDocument, boolean>();

/**
 * Too large or too deep for a person to have written it: parsers recurse, and laying out 100,000 brackets takes
 * gigabytes. Only diagnostics are made of such a document.
 */
export function isTooMuch(document: TextDocument): boolean {
  let answer = known.get(document);
  if (answer === undefined) {
    const text = document.getText();
    answer = text.length > MAX_LENGTH || tooDeepAt(text) !== undefined;
    known.set(document, answer);
  }
  return answer;
}
