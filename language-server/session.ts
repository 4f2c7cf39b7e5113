/** Everything that one client's server owns. */
import type { ClientCapabilities, Connection, FileEvent } from "vscode-languageserver/node";
import { clientOf } from "./client.ts";
import { Diagnostics } from "./diagnostics/diagnostics.ts";
import { linksTo } from "./diagnostics/documentation.ts";
import { OpenDocuments } from "./documents/open-documents.ts";
import { Views } from "./documents/views.ts";
import type { Feature } from "./feature-row.ts";
import { Folders } from "./folders.ts";
import { Guard } from "./guard.ts";
import { InstalledPlugins } from "./installed-plugins.ts";
import { readNames, type ServerOptions, type Settings } from "./settings.ts";
import { SourceRequests } from "./source-requests.ts";
import { Analyst } from "./sources/analyst.ts";
import { nameOf, pathOf } from "./uris.ts";
import { Watching } from "./watching.ts";

const PAUSE_MS = 200;

export class Session {
  /** The client asks for diagnostics. */
  readonly pulls: boolean;
  readonly #home: string | undefined;
  readonly #installed: InstalledPlugins;
  readonly #folders: Folders;
  readonly #watching: Watching;
  readonly #diagnostics: Diagnostics;
  readonly #analyst: Analyst;
  readonly #typed = new Map<string, NodeJS.Timeout>();
  #models: readonly string[];

  constructor(
    connection: Connection,
    capabilities: ClientCapabilities,
    settings: Settings,
    features: readonly Feature[],
    { sourceWorker, documentation }: Pick<ServerOptions, "sourceWorker" | "documentation">,
  ) {
    const { workspace, textDocument } = capabilities;
    const { home, models } = settings;
    const client = clientOf(capabilities, settings);
    const guard = new Guard(connection);
    const watches = workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    const relative = workspace?.didChangeWatchedFiles?.relativePatternSupport ?? false;
    this.pulls = textDocument?.diagnostic !== undefined;
    this.#home = home;
    this.#models = models;
    this.#installed = new InstalledPlugins(home, () => this.#diagnostics.surroundingsChanged());
    this.#watching = new Watching(connection, guard, { watches, relative });
    const sources = new SourceRequests(connection, guard, capabilities);
    this.#analyst = new Analyst(sourceWorker, (message) => connection.console.warn(message));
    this.#folders = new Folders(
      {
        opened: (uri) => {
          this.#watching.watch(uri);
          sources.open(uri);
        },
        closed: (uri) => {
          this.#watching.unwatch(uri);
          sources.close(uri);
        },
        changed: () => this.#diagnostics.surroundingsChanged(),
      },
      this.#analyst,
      (uri) => documents.get(uri),
    );
    const documents = new OpenDocuments(connection, {
      changed: (document) => {
        this.#diagnostics.changed(document);
        this.#paused(document.uri);
      },
      closed: (document) => {
        views.forget(document.uri);
        this.#paused(document.uri);
        this.#folders.keepOnly(documents.all.map(({ uri }) => uri));
        this.#diagnostics.closed(document);
      },
    });
    const views = new Views({
      documents,
      folders: this.#folders,
      isWatched: watches && relative,
      installed: () => this.#installed.list,
      models: () => this.#models,
    });
    this.#diagnostics = new Diagnostics(connection, documents, views, guard, {
      ...textDocument?.publishDiagnostics,
      ...textDocument?.diagnostic,
      documentation: linksTo(documentation),
      pulls: this.pulls,
      takesRefresh: workspace?.diagnostics?.refreshSupport ?? false,
      takesRelated: textDocument?.diagnostic?.relatedDocumentSupport ?? false,
    });
    if (this.pulls) connection.languages.diagnostics.on((params, token) => this.#diagnostics.pull(params, token));
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes));
    connection.onNotification("aihub/models", (params: unknown) => {
      this.#models = readNames((params as { models?: unknown } | null)?.models);
    });
    for (const each of features) {
      each.listen(connection, async (method, uri, answer) => {
        const answered = await guard.run(method, async () => {
          const about = await views.about(uri);
          return about && answer(about, client);
        });
        return answered ?? null;
      });
    }
  }

  /** The client is ready. */
  start(): void {
    if (this.#home !== undefined) this.#watching.watchHome(this.#home);
    void this.#installed.read();
  }

  async dispose(): Promise<void> {
    for (const timer of this.#typed.values()) clearTimeout(timer);
    this.#diagnostics.dispose();
    await this.#analyst.dispose();
  }

  /** The other files of a plugin count with their unsaved text when their author pauses. */
  #paused(uri: string): void {
    if (nameOf(uri) === "plugin.json") return;
    clearTimeout(this.#typed.get(uri));
    const look = () => {
      this.#typed.delete(uri);
      this.#folders.fileChanged(uri);
    };
    this.#typed.set(uri, setTimeout(look, PAUSE_MS));
  }

  #filesChanged(changes: readonly FileEvent[]): void {
    for (const { uri } of changes) {
      this.#folders.fileChanged(uri);
      if (this.#home !== undefined && pathOf(uri)?.startsWith(this.#home)) void this.#installed.read();
    }
  }
}
