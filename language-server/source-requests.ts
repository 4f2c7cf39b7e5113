/**
 * Has the client ask about the sources of plugins too: ids can be renamed and followed from there, and their unsaved text
 * counts. Only below the folders of open manifests, so that nobody's other sources are sent here.
 */
import {
  BulkRegistration,
  type BulkUnregistration,
  type ClientCapabilities,
  type Connection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentHighlightRequest,
  ReferencesRequest,
  RenameRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Guard } from "./guard.ts";
import { keyOf } from "./uris.ts";

const PATTERN = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

export class SourceRequests {
  readonly #connection: Connection;
  readonly #guard: Guard;
  readonly #isAble: boolean;
  readonly #registered = new Map<string, Promise<BulkUnregistration | undefined>>();

  constructor(connection: Connection, guard: Guard, { textDocument }: ClientCapabilities) {
    this.#connection = connection;
    this.#guard = guard;
    const { synchronization, rename, definition, references, documentHighlight, filters } = textDocument ?? {};
    const all = [synchronization, rename, definition, references, documentHighlight];
    // A folder's name may hold what a glob takes for a wildcard: without relative patterns it cannot be said.
    this.#isAble = all.every((one) => one?.dynamicRegistration) && filters?.relativePatternSupport === true;
  }

  /** @param folder the URI of a plugin's folder */
  open(folder: string): void {
    if (!this.#isAble || this.#registered.has(keyOf(folder))) return;
    const documentSelector = [{ scheme: "file", pattern: { baseUri: folder, pattern: PATTERN } }];
    const requests = BulkRegistration.create();
    requests.add(DidOpenTextDocumentNotification.type, { documentSelector });
    requests.add(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    });
    requests.add(DidCloseTextDocumentNotification.type, { documentSelector });
    requests.add(RenameRequest.type, { documentSelector, prepareProvider: true });
    requests.add(DefinitionRequest.type, { documentSelector });
    requests.add(ReferencesRequest.type, { documentSelector });
    requests.add(DocumentHighlightRequest.type, { documentSelector });
    const registered = this.#guard.ask("client/registerCapability", () => this.#connection.client.register(requests));
    this.#registered.set(keyOf(folder), registered);
  }

  close(folder: string): void {
    const registered = this.#registered.get(keyOf(folder));
    this.#registered.delete(keyOf(folder));
    void this.#guard.ask("client/unregisterCapability", async () => (await registered)?.dispose());
  }
}
