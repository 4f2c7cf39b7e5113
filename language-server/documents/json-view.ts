/** The other JSON documents that the server knows: settings of plugins and workflows. */
import type { JSONDocument } from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { InstalledPlugin } from "../feature.ts";
import type { JsonKind } from "../json-service.ts";
import { parseJson } from "./manifest-view.ts";

/** One version of an open document. */
export interface JsonView {
  readonly kind: Exclude<JsonKind, "manifest">;
  readonly document: TextDocument;
  readonly json: JSONDocument;
  /** As they are now. */
  readonly installed: readonly InstalledPlugin[];
}

/** @param document must not change afterwards */
export function jsonView(
  kind: JsonView["kind"],
  document: TextDocument,
  installed: () => readonly InstalledPlugin[],
): JsonView {
  let json: JSONDocument | undefined;
  return {
    kind,
    document,
    get installed() {
      return installed();
    },
    get json() {
      json ??= parseJson(kind, document);
      return json;
    },
  };
}
