/** The language server: the table of its features, and the life of a connection. */
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  type Connection,
  type Definition,
  type DefinitionParams,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  type InitializeParams,
  InlayHintRequest,
  type LocationLink,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Client } from "./client.ts";
import type { ManifestView } from "./feature.ts";
import { type Feature, feature } from "./feature-row.ts";
import { CODE_ACTION_KINDS, codeActions, sourceCodeActions } from "./features/code-actions/code-actions.ts";
import { codeLenses } from "./features/code-lens.ts";
import { COMPLETION_TRIGGERS, complete } from "./features/completion/completion.ts";
import { completeJson } from "./features/completion/workflow.ts";
import { documentLinks } from "./features/document-links.ts";
import { documentSymbols } from "./features/document-symbols.ts";
import { hover } from "./features/hover/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import { foldingRanges, formatting, selectionRanges } from "./features/layout.ts";
import { definition, documentHighlights, references } from "./features/references.ts";
import { prepareRename, rename } from "./features/rename.ts";
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from "./features/semantic-tokens.ts";
import { jsonService } from "./json-service.ts";
import { Session } from "./session.ts";
import { readSettings, type ServerOptions } from "./settings.ts";

const NAME = "AI Hub";

/** A row for each request about a document: its method, what the server says of it, and who answers. */
export const FEATURES: readonly Feature[] = [
  feature(
    CompletionRequest.type,
    { completionProvider: { triggerCharacters: COMPLETION_TRIGGERS } },
    {
      manifest: (view, { position }, client) => complete(view, position, client),
      json: (view, { position }, client) => completeJson(view, position, client),
    },
  ),
  feature(
    HoverRequest.type,
    { hoverProvider: true },
    {
      manifest: (view, { position }) => hover(view, position),
      json: ({ kind, document, json }, { position }) => jsonService(kind).doHover(document, position, json),
    },
  ),
  feature(
    CodeActionRequest.type,
    { codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS } },
    { manifest: codeActions, source: sourceCodeActions },
  ),
  feature(
    DocumentSymbolRequest.type,
    { documentSymbolProvider: true },
    {
      manifest: documentSymbols,
      json: ({ kind, document, json }) => jsonService(kind).findDocumentSymbols2(document, json),
    },
  ),
  feature(FoldingRangeRequest.type, { foldingRangeProvider: true }, { manifest: foldingRanges, json: foldingRanges }),
  feature(
    SelectionRangeRequest.type,
    { selectionRangeProvider: true },
    { manifest: selectionRanges, json: selectionRanges },
  ),
  feature(
    DocumentFormattingRequest.type,
    { documentFormattingProvider: true },
    { manifest: formatting, json: formatting },
  ),
  feature(
    DocumentRangeFormattingRequest.type,
    { documentRangeFormattingProvider: true },
    { manifest: formatting, json: formatting },
  ),
  feature(PrepareRenameRequest.type, {}, { manifest: prepareRename, source: prepareRename }),
  feature(RenameRequest.type, { renameProvider: { prepareProvider: true } }, { manifest: rename, source: rename }),
  feature(DefinitionRequest.type, { definitionProvider: true }, { manifest: define, source: define }),
  feature(ReferencesRequest.type, { referencesProvider: true }, { manifest: references, source: references }),
  feature(
    DocumentHighlightRequest.type,
    { documentHighlightProvider: true },
    { manifest: documentHighlights, source: documentHighlights },
  ),
  feature(DocumentLinkRequest.type, { documentLinkProvider: {} }, { manifest: documentLinks }),
  feature(
    CodeLensRequest.type,
    { codeLensProvider: {} },
    { manifest: (view, _, { commands }) => codeLenses(view, commands) },
  ),
  feature(InlayHintRequest.type, { inlayHintProvider: true }, { manifest: inlayHints }),
  feature(
    SemanticTokensRequest.type,
    { semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: true } },
    { manifest: semanticTokens },
  ),
];

/** Clients that know no links are told the places alone. */
function define(
  view: ManifestView,
  params: DefinitionParams,
  { definitionLinks }: Client,
): Definition | LocationLink[] {
  const links = definition(view, params);
  return definitionLinks ? links : links.map(({ targetUri, targetRange }) => ({ uri: targetUri, range: targetRange }));
}

/** What whoever starts the server decides. */
/** Serves one client until it disconnects. */
export function startServer(connection: Connection, options: ServerOptions): void {
  let session: Session | undefined;
  connection.onInitialize(({ capabilities, initializationOptions }: InitializeParams) => {
    session = new Session(
      connection,
      capabilities,
      readSettings(initializationOptions, options.home),
      FEATURES,
      options,
    );
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
