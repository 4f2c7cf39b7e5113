/** The plugin folders of open documents. */
import { access } from "node:fs/promises";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { RememberedFolder } from "./plugin-folder.ts";
import type { Analyst } from "./sources/analyst.ts";
import { childOf, keyOf, parentOf, pathOf, relativeTo } from "./uris.ts";

/** So many folders above a file may hold its manifest. */
const MAX_PARENTS = 20;

export interface FolderEvents {
  opened(uri: string): void;
  closed(uri: string): void;
  /** Files came or went, or the sources do something else. */
  changed(): void;
}

export class Folders {
  readonly #events: FolderEvents;
  readonly #analyst: Analyst;
  readonly #editor: (uri: string) => TextDocument | undefined;
  readonly #folders = new Map<string, { readonly uri: string; readonly folder: RememberedFolder }>();

  /** @param editor the document that is open under a URI */
  constructor(events: FolderEvents, analyst: Analyst, editor: (uri: string) => TextDocument | undefined) {
    this.#events = events;
    this.#analyst = analyst;
    this.#editor = editor;
  }

  /** @param uri without a slash at the end */
  get(uri: string): RememberedFolder {
    const key = keyOf(uri);
    const existing = this.#folders.get(key);
    if (existing) return existing.folder;
    const folder = new RememberedFolder(uri, {
      analyst: this.#analyst,
      editor: (path) => this.#editor(childOf(uri, path))?.getText(),
      changed: () => this.#events.changed(),
    });
    this.#folders.set(key, { uri, folder });
    this.#events.opened(uri);
    return folder;
  }

  /** A file was made, changed or removed, or is another in an editor. */
  fileChanged(uri: string): void {
    for (const { uri: base, folder } of this.#folders.values()) {
      const path = relativeTo(base, uri);
      if (path !== undefined && !path.includes("node_modules/")) folder.invalidate();
    }
  }

  /** Forgets the folders in which nothing is open. */
  keepOnly(open: readonly string[]): void {
    for (const [key, { uri, folder }] of this.#folders) {
      if (open.some((document) => relativeTo(uri, document) !== undefined)) continue;
      folder.dispose();
      this.#folders.delete(key);
      this.#events.closed(uri);
    }
  }
}

/** The nearest folder above a file that holds a `plugin.json`, on disk or in an editor. */
export async function pluginFolderOf(
  uri: string,
  open: (uri: string) => TextDocument | undefined,
): Promise<string | undefined> {
  let folder = parentOf(uri);
  for (let i = 0; i < MAX_PARENTS && folder.includes("/"); i++, folder = parentOf(folder)) {
    const manifest = childOf(folder, "plugin.json");
    if (open(manifest)) return folder;
    const path = pathOf(manifest);
    if (path === undefined) continue;
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return undefined;
}
