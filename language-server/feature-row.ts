/** One row of the table of features in server.ts: a request of the protocol, and who answers it. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type ProtocolRequestType,
  ResponseError,
  type ServerCapabilities,
} from "vscode-languageserver/node";
import type { Client } from "./client.ts";
import type { JsonView } from "./documents/json-view.ts";
import { isTooMuch } from "./documents/manifest-view.ts";
import type { ManifestView } from "./feature.ts";

/** What a request is about. */
export type About =
  | { readonly kind: "manifest"; readonly view: ManifestView }
  | { readonly kind: "json"; readonly view: JsonView }
  /** A source file of the plugin that the manifest describes. */
  | { readonly kind: "source"; readonly view: ManifestView };

type Answer<V, P, R> = (view: V, params: P, client: Client) => R | undefined | PromiseLike<R | undefined>;

/** Pure functions, one for each kind of document that the feature knows; for the others the answer is null. */
interface Answers<P, R> {
  readonly manifest?: Answer<ManifestView, P, R>;
  readonly json?: Answer<JsonView, P, R>;
  readonly source?: Answer<ManifestView, P, R>;
}

/** Finds the document and answers; null where there is nothing to say. */
type Ask = (method: string, uri: string, answer: (about: About, client: Client) => unknown) => Promise<unknown>;

export interface Feature {
  readonly method: string;
  readonly capability: ServerCapabilities;
  /** For tests: the parameters are taken for what the method wants. */
  answer(about: About, params: unknown, client: Client): unknown;
  /** Registers the request; `ask` finds the document, and is the guard against what a feature throws. */
  listen(connection: Connection, ask: Ask): void;
}

/** @param capability what the server says of itself for it */
export function feature<P extends { readonly textDocument: { readonly uri: string } }, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  capability: ServerCapabilities,
  answers: Answers<P, R>,
): Feature {
  const answer = ({ kind, view }: About, params: P, client: Client) => {
    if (isTooMuch(view.document)) return undefined;
    if (kind === "json") return answers.json?.(view, params, client);
    return answers[kind]?.(view, params, client);
  };
  return {
    method: type.method,
    capability,
    answer: (about, params, client) => answer(about, params as P, client),
    listen(connection, ask) {
      connection.onRequest(type.method, (params: P, token: CancellationToken) =>
        ask(type.method, params.textDocument.uri, (about, client) => {
          if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled");
          return answer(about, params, client);
        }),
      );
    },
  };
}
