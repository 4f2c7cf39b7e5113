/** From a document's URI to what the features are given of it. */
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { findNodeAtLocation } from "jsonc-parser";
import { TextDocument } from "vscode-languageserver-textdocument";
import { MAX_LENGTH } from "../../runtime/core/manifest/parse.ts";
import { isSource } from "../../runtime/core/manifest/sources/source-files.ts";
import type { InstalledPlugin, ManifestView } from "../feature.ts";
import type { About } from "../feature-row.ts";
import { type Folders, pluginFolderOf } from "../folders.ts";
import { childOf, keyOf, nameOf, parentOf, pathOf, relativeTo } from "../uris.ts";
import { type JsonView, jsonView } from "./json-view.ts";
import { manifestView, type Surroundings } from "./manifest-view.ts";
import type { OpenDocuments } from "./open-documents.ts";

/** A folder that is slow to read is waited for so long; then its files count as not looked for. */
const FIRST_READING_MS = 500;

export interface ViewSources {
  readonly documents: OpenDocuments;
  readonly folders: Folders;
  readonly isWatched: boolean;
  installed(): readonly InstalledPlugin[];
  models(): readonly string[];
}

interface Made {
  readonly document: TextDocument;
  readonly around: Surroundings;
  readonly view: ManifestView;
}

export class Views {
  readonly #from: ViewSources;
  readonly #manifests = new Map<string, Made>();
  readonly #json = new WeakMap<TextDocument, JsonView>();
  readonly #onDisk = new Map<string, { readonly stamp: string; readonly document: TextDocument }>();

  constructor(from: ViewSources) {
    this.#from = from;
  }

  /** The same views as long as nothing changed. Undefined for documents that are not open or not ours. */
  async about(uri: string): Promise<About | undefined> {
    const document = this.#from.documents.get(uri);
    if (!document) return undefined;
    const name = nameOf(uri);
    if (name === "plugin.json") return { kind: "manifest", view: await this.#manifest(document, parentOf(uri)) };
    if (name.endsWith(".aihub.json")) return { kind: "json", view: this.#jsonView("workflow", document) };
    const inSource = isSource(name);
    if (!inSource && !name.endsWith(".json")) return undefined;
    const folder = await pluginFolderOf(uri, (each) => this.#from.documents.get(each));
    const path = folder === undefined ? undefined : relativeTo(folder, uri);
    if (folder === undefined || path === undefined) return undefined;
    const manifest = await this.#manifestOf(folder);
    if (!manifest) return undefined;
    const view = await this.#manifest(manifest, folder);
    if (inSource) return { kind: "source", view };
    return configPath(view) === path ? { kind: "json", view: this.#jsonView("config", document) } : undefined;
  }

  /** Forgets what belongs to a closed document. */
  forget(uri: string): void {
    this.#manifests.delete(keyOf(uri));
    this.#onDisk.delete(keyOf(uri));
  }

  async #manifest(document: TextDocument, folderUri: string): Promise<ManifestView> {
    const folder = this.#from.folders.get(folderUri);
    if (!folder.isReady) await Promise.race([folder.ready, sleep(FIRST_READING_MS, undefined, { ref: false })]);
    folder.refresh(this.#from.isWatched);
    const around = {
      ...folder.snapshot,
      installed: this.#from.installed(),
      models: this.#from.models(),
    };
    const key = keyOf(document.uri);
    const made = this.#manifests.get(key);
    if (made?.document === document && isSame(made.around, around)) return made.view;
    const view = manifestView(document, around);
    this.#manifests.set(key, { document, around, view });
    return view;
  }

  #jsonView(kind: JsonView["kind"], document: TextDocument): JsonView {
    const existing = this.#json.get(document);
    if (existing?.kind === kind) return existing;
    const view = jsonView(kind, document, () => this.#from.installed());
    this.#json.set(document, view);
    return view;
  }

  /** The manifest of a folder, from its editor or from the disk. */
  async #manifestOf(folder: string): Promise<TextDocument | undefined> {
    const uri = childOf(folder, "plugin.json");
    const open = this.#from.documents.get(uri);
    if (open) return open;
    const path = pathOf(uri);
    const stats = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (path === undefined || !stats?.isFile() || stats.size > MAX_LENGTH) return undefined;
    const stamp = `${stats.mtimeMs} ${stats.size}`;
    const known = this.#onDisk.get(keyOf(uri));
    if (known?.stamp === stamp) return known.document;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return undefined;
    // Without a byte order mark, as editors show it.
    const document = TextDocument.create(uri, "jsonc", 0, new TextDecoder().decode(bytes));
    this.#onDisk.set(keyOf(uri), { stamp, document });
    return document;
  }
}

/** The settings' schema that a manifest names, relative to its folder. */
export function configPath({ tree }: ManifestView): string | undefined {
  const value: unknown = tree && findNodeAtLocation(tree, ["resources", "config"])?.value;
  return typeof value === "string" ? value.replace(/^(\.\/)+/, "") : undefined;
}

function isSame(a: Surroundings, b: Surroundings): boolean {
  return a.folder === b.folder && a.files === b.files && a.installed === b.installed && a.models === b.models;
}
