/** One row of the table of features in server.ts: a request of the protocol, and who answers it. */
import type { Connection, ProtocolRequestType, ServerCapabilities } from "vscode-languageserver/node";
import type { JsonView } from "./documents/json-view.ts";
import type { ManifestView } from "./feature.ts";

/** What a request is about. */
export type About =
  | { readonly kind: "manifest"; readonly view: ManifestView }
  | { readonly kind: "json"; readonly view: JsonView }
  /** A source file of the plugin that the manifest describes; the path is relative to the plugin's folder. */
  | { readonly kind: "source"; readonly view: ManifestView; readonly path: string };

/** Pure functions, one for each kind of document that the feature knows; for the others the answer is null. */
interface Answers<P, R> {
  readonly manifest?: (view: ManifestView, params: P) => R | PromiseLike<R>;
  readonly json?: (view: JsonView, params: P) => R | PromiseLike<R>;
  readonly source?: (view: ManifestView, params: P, path: string) => R | PromiseLike<R>;
}

/** Answers null where the feature has nothing to say of such a document. */
type Ask = <R>(method: string, uri: string, answer: (about: About) => R | PromiseLike<R> | null) => Promise<R | null>;

export interface Feature {
  readonly method: string;
  readonly capability: ServerCapabilities;
  /** For tests: the parameters are taken for what the method wants. */
  answer(about: About, params: unknown): unknown;
  /** Registers the request; `ask` finds the document, and is the guard against what a feature throws. */
  listen(connection: Connection, ask: Ask): void;
}

/** @param capability what the server says of itself for it */
export function feature<P extends { readonly textDocument: { readonly uri: string } }, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  capability: ServerCapabilities,
  answers: Answers<P, R>,
): Feature {
  const answer = (about: About, params: P): R | PromiseLike<R> | null => {
    if (about.kind === "manifest") return answers.manifest?.(about.view, params) ?? null;
    if (about.kind === "json") return answers.json?.(about.view, params) ?? null;
    return answers.source?.(about.view, params, about.path) ?? null;
  };
  return {
    method: type.method,
    capability,
    answer: (about, params) => answer(about, params as P),
    listen(connection, ask) {
      connection.onRequest(type.method, (params: P) =>
        ask(type.method, params.textDocument.uri, (about) => answer(about, params)),
      );
    },
  };
}
