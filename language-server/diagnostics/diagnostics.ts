/** Tells the client what is wrong, by whichever of the protocol's two ways it knows: told at once, or when it asks. */
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenDocuments } from "../documents/open-documents.ts";
import { configPath, type Views } from "../documents/views.ts";
import type { About } from "../feature-row.ts";
import type { Guard } from "../guard.ts";
import { childOf } from "../uris.ts";
import { diagnose } from "./diagnose.ts";
import type { DiagnosticAbilities } from "./from-problem.ts";
import { Pace } from "./pace.ts";

/** Changes on disk come in swarms. */
const REFRESH_AFTER_MS = 100;

export interface DiagnosticsClient extends DiagnosticAbilities {
  /** The client asks; nothing is sent to it. */
  readonly pulls: boolean;
  readonly takesRefresh: boolean;
  readonly takesRelated: boolean;
}

interface Result {
  readonly view: About["view"];
  readonly version: number;
  readonly id: string;
  readonly diagnostics: readonly Diagnostic[];
}

export class Diagnostics {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #views: Views;
  readonly #guard: Guard;
  readonly #client: DiagnosticsClient;
  readonly #results = new Map<string, Result>();
  readonly #pace = new Pace();
  #lastId = 0;
  #refresh: NodeJS.Timeout | undefined;

  constructor(connection: Connection, documents: OpenDocuments, views: Views, guard: Guard, client: DiagnosticsClient) {
    this.#connection = connection;
    this.#documents = documents;
    this.#views = views;
    this.#guard = guard;
    this.#client = client;
  }

  changed({ uri }: TextDocument): void {
    if (!this.#client.pulls) this.#pace.schedule(uri, () => this.#push(uri));
  }

  closed({ uri }: TextDocument): void {
    this.#pace.cancel(uri);
    this.#results.delete(uri);
    if (this.#client.pulls) return;
    void this.#guard.ask("textDocument/publishDiagnostics", () =>
      this.#connection.sendDiagnostics({ uri, diagnostics: [] }),
    );
  }

  /** Something beside the text has changed: files, sources, installed plugins. */
  surroundingsChanged(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      if (!this.#client.pulls) for (const document of this.#documents.all) this.changed(document);
      else if (this.#client.takesRefresh) void this.#askForAnotherPull();
    }, REFRESH_AFTER_MS);
  }

  #askForAnotherPull(): Promise<void> {
    const { method, type } = DiagnosticRefreshRequest;
    return this.#guard.ask(method, () => this.#connection.sendRequest(type));
  }

  /** Answers a client that asks. Never rejects. */
  async pull(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const { uri } = params.textDocument;
    const about = await this.#guard.run("textDocument/diagnostic", () => this.#views.about(uri));
    if (!about || token.isCancellationRequested) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const report = toReport(await this.#result(uri, about), params.previousResultId);
    const related = this.#client.takesRelated ? await this.#related(about) : undefined;
    return { ...report, ...(related && { relatedDocuments: related }) };
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    this.#pace.dispose();
  }

  async #push(uri: string): Promise<void> {
    await this.#guard.run("textDocument/publishDiagnostics", async () => {
      const document = this.#documents.get(uri);
      const about = document && (await this.#views.about(uri));
      if (!about || about.kind === "source") return;
      const before = this.#results.get(uri);
      const result = await this.#result(uri, about);
      // A later version has its own turn.
      if (this.#documents.get(uri) !== document) return;
      if (result.id === before?.id && before.version === document.version) return;
      const { version } = document;
      await this.#connection.sendDiagnostics({ uri, version, diagnostics: [...result.diagnostics] });
    });
  }

  async #result(uri: string, about: About): Promise<Result> {
    const before = this.#results.get(uri);
    if (before?.view === about.view) return before;
    const found = await this.#guard.run("diagnostics", () => diagnose(about, this.#client));
    const diagnostics = found ?? [];
    const isSame = before !== undefined && JSON.stringify(before.diagnostics) === JSON.stringify(diagnostics);
    const id = isSame ? before.id : String(++this.#lastId);
    const result = { view: about.view, version: about.view.document.version, id, diagnostics };
    if (this.#documents.get(uri)) this.#results.set(uri, result);
    return result;
  }

  /** The open settings of a manifest: it says which file they are. */
  async #related(about: About) {
    if (about.kind !== "manifest") return undefined;
    const path = configPath(about.view);
    const uri = path === undefined ? undefined : childOf(about.view.folder.uri, path);
    const config = uri === undefined ? undefined : this.#documents.get(uri);
    const configAbout =
      config && (await this.#guard.run("textDocument/diagnostic", () => this.#views.about(config.uri)));
    if (!config || configAbout?.kind !== "json") return undefined;
    return { [config.uri]: toReport(await this.#result(config.uri, configAbout), undefined) };
  }
}

function toReport(
  { id, diagnostics }: Result,
  previous: string | undefined,
): FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport {
  if (id === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id };
  return { kind: DocumentDiagnosticReportKind.Full, resultId: id, items: [...diagnostics] };
}
