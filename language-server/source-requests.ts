/**
 * Has the client ask about the sources of plugins too: ids can be renamed and followed from there, what a line needs can be
 * declared from it, and their unsaved text counts, as that of settings does. Only below the folders of open manifests, so that nobody's other files are sent here,
 * and nothing else is asked: formatting and completing sources is not our business.
 */
import {
  BulkRegistration,
  type BulkUnregistration,
  type ClientCapabilities,
  CodeActionKind,
  CodeActionRequest,
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

const SOURCES = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
/** The schema of a plugin's settings lies in one, unless its editor has our own language anyway. */
const JSON_FILES = "**/*.json";
const JSON_LANGUAGES = ["json", "jsonc"];

export class SourceRequests {
  readonly #connection: Connection;
  readonly #guard: Guard;
  readonly #isAble: boolean;
  readonly #fixes: boolean;
  readonly #registered = new Map<string, Promise<BulkUnregistration | undefined>>();

  constructor(connection: Connection, guard: Guard, { textDocument }: ClientCapabilities) {
    this.#connection = connection;
    this.#guard = guard;
    const { synchronization, rename, definition, references, documentHighlight, codeAction, filters } =
      textDocument ?? {};
    const all = [synchronization, rename, definition, references, documentHighlight];
    // A folder's name may hold what a glob takes for a wildcard: without relative patterns it cannot be said.
    this.#isAble = all.every((one) => one?.dynamicRegistration) && filters?.relativePatternSupport === true;
    this.#fixes = codeAction?.dynamicRegistration === true;
  }

  /** @param folder the URI of a plugin's folder */
  open(folder: string): void {
    if (!this.#isAble || this.#registered.has(keyOf(folder))) return;
    const inFolder = (pattern: string) => ({ scheme: "file", pattern: { baseUri: folder, pattern } });
    const documentSelector = [inFolder(SOURCES)];
    const texts = [...documentSelector, ...JSON_LANGUAGES.map((language) => ({ ...inFolder(JSON_FILES), language }))];
    const requests = BulkRegistration.create();
    const syncKind = TextDocumentSyncKind.Incremental;
    requests.add(DidOpenTextDocumentNotification.type, { documentSelector: texts });
    requests.add(DidChangeTextDocumentNotification.type, { documentSelector: texts, syncKind });
    requests.add(DidCloseTextDocumentNotification.type, { documentSelector: texts });
    requests.add(RenameRequest.type, { documentSelector, prepareProvider: true });
    requests.add(DefinitionRequest.type, { documentSelector });
    requests.add(ReferencesRequest.type, { documentSelector });
    requests.add(DocumentHighlightRequest.type, { documentSelector });
    if (this.#fixes) {
      requests.add(CodeActionRequest.type, { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] });
    }
    const registered = this.#guard.ask("client/registerCapability", () => this.#connection.client.register(requests));
    this.#registered.set(keyOf(folder), registered);
  }

  close(folder: string): void {
    const registered = this.#registered.get(keyOf(folder));
    this.#registered.delete(keyOf(folder));
    void this.#guard.ask("client/unregisterCapability", async () => (await registered)?.dispose());
  }
}
