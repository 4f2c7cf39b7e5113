/** The language server: the table of its features, and the life of a connection. */
import {
  CompletionRequest,
  type Connection,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  type InitializeParams,
  SelectionRangeRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import { type Feature, feature } from "./feature-row.ts";
import { jsonService } from "./json-service.ts";
import { Session } from "./session.ts";
import { readSettings } from "./settings.ts";

const NAME = "AI Hub";

/** A row for each request about a document: its method, what the server says of it, and who answers. */
export const FEATURES: readonly Feature[] = [
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: ['"', ":", "/", "."] } },
    { json: ({ kind, document, json }, { position }) => jsonService(kind).doComplete(document, position, json) },
  ),
  feature(
    HoverRequest.type,
    { hoverProvider: true },
    { json: ({ kind, document, json }, { position }) => jsonService(kind).doHover(document, position, json) },
  ),
  feature(
    DocumentSymbolRequest.type,
    { documentSymbolProvider: true },
    { json: ({ kind, document, json }) => jsonService(kind).findDocumentSymbols2(document, json) },
  ),
  feature(
    FoldingRangeRequest.type,
    { foldingRangeProvider: true },
    { json: ({ kind, document }) => jsonService(kind).getFoldingRanges(document) },
  ),
  feature(
    SelectionRangeRequest.type,
    { selectionRangeProvider: true },
    {
      json: ({ kind, document, json }, { positions }) =>
        jsonService(kind).getSelectionRanges(document, positions, json),
    },
  ),
  feature(
    DocumentFormattingRequest.type,
    { documentFormattingProvider: true },
    { json: ({ kind, document }, { options }) => jsonService(kind).format(document, undefined, options) },
  ),
];

/** What whoever starts the server decides. */
export interface ServerOptions {
  /** The entry of the thread that analyses sources: `sources/worker.ts`, or what it is bundled into. */
  readonly sourceWorker: URL;
  /** Where plugins are installed, unless the client names another folder in `initializationOptions.home`. */
  readonly home: string | undefined;
}

/** Serves one client until it disconnects. */
export function startServer(connection: Connection, { sourceWorker, home }: ServerOptions): void {
  let session: Session | undefined;
  connection.onInitialize(({ capabilities, initializationOptions }: InitializeParams) => {
    session = new Session(connection, capabilities, readSettings(initializationOptions, home), FEATURES, sourceWorker);
    return {
      serverInfo: { name: NAME },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(session.pulls && {
          diagnosticProvider: { identifier: "aihub", interFileDependencies: true, workspaceDiagnostics: false },
        }),
        ...Object.assign({}, ...FEATURES.map(({ capability }) => capability)),
      },
    };
  });
  connection.onInitialized(() => session?.start());
  connection.onShutdown(() => session?.dispose());
  connection.listen();
}
