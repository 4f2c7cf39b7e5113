/** Has the client say when files change, where it can. */

import { pathToFileURL } from "node:url";
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
} from "vscode-languageserver/node";
import type { Guard } from "./guard.ts";
import { keyOf } from "./uris.ts";

export interface WatchAbilities {
  /** The client takes requests to watch. */
  readonly watches: boolean;
  /** It can watch folders that are not its own. */
  readonly relative: boolean;
}

export class Watching {
  readonly #connection: Connection;
  readonly #guard: Guard;
  readonly #abilities: WatchAbilities;
  readonly #watched = new Map<string, Promise<Disposable | undefined>>();

  constructor(connection: Connection, guard: Guard, abilities: WatchAbilities) {
    this.#connection = connection;
    this.#guard = guard;
    this.#abilities = abilities;
  }

  /** @param uri a folder; everything in it is watched */
  watch(uri: string): void {
    if (!this.#abilities.watches) return;
    if (this.#abilities.relative) this.#register(keyOf(uri), { globPattern: { baseUri: uri, pattern: "**/*" } });
    // One for all, and never taken back.
    else if (!this.#watched.has("")) this.#register("", { globPattern: "**/*" });
  }

  watchHome(home: string): void {
    if (!this.#abilities.watches || !this.#abilities.relative) return;
    const uri = pathToFileURL(home).href.replace(/\/$/, "");
    this.#register(keyOf(uri), { globPattern: { baseUri: uri, pattern: "plugins/*/{current,current/plugin.json}" } });
  }

  unwatch(uri: string): void {
    const watched = this.#watched.get(keyOf(uri));
    this.#watched.delete(keyOf(uri));
    void this.#guard.ask("client/unregisterCapability", async () => (await watched)?.dispose());
  }

  #register(key: string, watcher: FileSystemWatcher): void {
    if (this.#watched.has(key)) return;
    const watched = this.#guard.ask("client/registerCapability", () =>
      this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [watcher] }),
    );
    this.#watched.set(key, watched);
  }
}
