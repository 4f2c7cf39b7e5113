import { TextDocument } from "vscode-languageserver-textdocument";
import { manifestView } from "../../documents/manifest-view.ts";
import type { ManifestView } from "../../feature.ts";

/** The view of another text in the same surroundings. */
export function withText({ document, folder, installed, models }: ManifestView, text: string): ManifestView {
  const { uri, languageId, version } = document;
  // As the server does: files are looked for where there are others than the manifest.
  const files = folder.files.some((file) => file !== "plugin.json") ? folder : undefined;
  return manifestView(TextDocument.create(uri, languageId, version, text), { folder, files, installed, models });
}
