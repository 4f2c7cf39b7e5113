/**
 * Gives AI Hub's own JSON files a language of their own, by which the language server is asked about them and the editor's
 * JSON support is not: else every completion, outline and formatter would be there twice. Small and free of the server.
 *
 * Many tools have a `plugin.json`: ours is known by its content (`isManifest`). A person can also choose the language.
 */
import { dirname, join, relative, sep } from "node:path";
import { parse } from "jsonc-parser";
import { Disposable, languages, type TextDocument, workspace } from "vscode";
import { isManifest } from "../discover.ts";
import { readSmallFile } from "../read-small-file.ts";

/** As `contributes.languages` in package.json names it; files `*.aihub.json` have it from there. */
export const LANGUAGE = "aihub-json";

const MAX_BYTES = 1_000_000;
/** How far above a settings' schema its manifest is looked for. */
const MAX_PARENTS = 3;
const OTHERS = new Set(["json", "jsonc"]);

/** @param found called with the first document of the language, and never again */
export function followManifests(found: () => void): Disposable {
  let isFound = false;
  // Once for each opening, so that the person can choose another language.
  const claimed = new Set<string>();
  const look = (document: TextDocument) => {
    const { languageId, uri } = document;
    if (languageId === LANGUAGE) {
      if (!isFound) found();
      isFound = true;
      claimed.add(uri.toString());
    } else if (uri.scheme === "file" && OTHERS.has(languageId) && !claimed.has(uri.toString())) {
      void claim(document);
    }
  };
  for (const document of workspace.textDocuments) look(document);
  return Disposable.from(
    workspace.onDidOpenTextDocument(look),
    // Another language closes a document, too, and opens it at once.
    workspace.onDidCloseTextDocument(({ uri }) =>
      setImmediate(() => {
        if (!workspace.textDocuments.some((open) => open.uri.toString() === uri.toString()))
          claimed.delete(uri.toString());
      }),
    ),
    // A new manifest becomes one as it is typed.
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId !== LANGUAGE && isNamedPlugin(document)) look(document);
    }),
  );
}

async function claim(document: TextDocument): Promise<void> {
  try {
    if ((await isOurs(document)) && !document.isClosed) await languages.setTextDocumentLanguage(document, LANGUAGE);
  } catch {
    // It was closed meanwhile.
  }
}

async function isOurs(document: TextDocument): Promise<boolean> {
  return isNamedPlugin(document) ? isManifest(document.getText()) : isSettingsSchema(document.uri.fsPath);
}

function isNamedPlugin({ uri }: TextDocument): boolean {
  return uri.path.endsWith("/plugin.json");
}

/** Whether the manifest above a file names it as the schema of the plugin's settings. */
async function isSettingsSchema(file: string): Promise<boolean> {
  let folder = dirname(file);
  for (let level = 0; level < MAX_PARENTS; level += 1, folder = dirname(folder)) {
    const text = await readSmallFile(join(folder, "plugin.json"), MAX_BYTES);
    if (text === undefined) continue;
    const value: unknown = isManifest(text) ? parse(text) : undefined;
    const config = (value as { resources?: { config?: unknown } } | undefined)?.resources?.config;
    return (
      typeof config === "string" && config.replace(/^(?:\.\/)+/, "") === relative(folder, file).replaceAll(sep, "/")
    );
  }
  return false;
}
