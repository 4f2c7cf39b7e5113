/** The documents that the client has open. Each version is an object of its own, which never changes. */
import { type Connection, type TextDocumentContentChangeEvent, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { keyOf } from "../uris.ts";

export interface DocumentEvents {
  changed(document: TextDocument): void;
  closed(document: TextDocument): void;
}

export class OpenDocuments {
  readonly #documents = new TextDocuments<TextDocument>({ create: TextDocument.create, update: nextVersion });
  readonly #uris = new Map<string, string>();

  constructor(connection: Connection, events: DocumentEvents) {
    this.#documents.onDidChangeContent(({ document }) => {
      this.#uris.set(keyOf(document.uri), document.uri);
      events.changed(document);
    });
    this.#documents.onDidClose(({ document }) => {
      this.#uris.delete(keyOf(document.uri));
      events.closed(document);
    });
    this.#documents.listen(connection);
  }

  /** However the URI is spelt. */
  get(uri: string): TextDocument | undefined {
    return this.#documents.get(uri) ?? this.#documents.get(this.#uris.get(keyOf(uri)) ?? uri);
  }

  get all(): TextDocument[] {
    return this.#documents.all();
  }
}

/** Of the newest version of each document, one that may change: it knows where its lines start. */
const changing = new WeakMap<TextDocument, TextDocument>();

/**
 * `TextDocument.update` changes a document in place, which views of the version before would notice.
 *
 * VS Code's client sends a change once for each registration that the document matches: a source below two plugin folders
 * would change twice.
 */
function nextVersion(before: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument {
  if (version === before.version) return before;
  const { uri, languageId } = before;
  const now = changing.get(before) ?? TextDocument.create(uri, languageId, before.version, before.getText());
  changing.delete(before);
  TextDocument.update(now, changes, version);
  const after = TextDocument.create(uri, languageId, version, now.getText());
  changing.set(after, now);
  return after;
}
