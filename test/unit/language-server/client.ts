/** A client of the protocol, for a server in this process or in one of its own. */
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import { startServer } from "../../../language-server/server.ts";

/** A hang guard, which says for what was waited; it is below mocha's. */
const PATIENCE_MS = 200_000;
/** The thread that analyses sources. */
export const WORKER = new URL("../../../language-server/sources/worker.ts", import.meta.url);

export const DOCUMENTATION = new URL("../../../docs/manifest.md", import.meta.url);

export const URI = "file:///no-such-folder/plugin.json";

interface Waiting {
  readonly is: (params: PublishDiagnosticsParams) => boolean;
  readonly resolve: (params: PublishDiagnosticsParams) => void;
}

export class TestClient {
  readonly connection: ProtocolConnection;
  /** Everything that was published, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  /** What the server wrote to the client's log. */
  readonly log: string[] = [];
  readonly #waiting = new Set<Waiting>();

  constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const waiting of this.#waiting) {
        if (!waiting.is(params)) continue;
        this.#waiting.delete(waiting);
        waiting.resolve(params);
      }
    });
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.log.push(message);
    });
    connection.listen();
  }

  async initialize(capabilities: ClientCapabilities = {}, options?: object): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>("initialize", {
      processId: null,
      rootUri: null,
      capabilities,
      ...(options && { initializationOptions: options }),
    });
    await this.connection.sendNotification("initialized", {});
    return result;
  }

  async open(uri: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri, languageId: "jsonc", version, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Replaces the whole text unless changes are given. */
  async change(uri: string, version: number, changes: string | TextDocumentContentChangeEvent[]): Promise<void> {
    const contentChanges = typeof changes === "string" ? [{ text: changes }] : changes;
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  ask<R>(method: string, params: object): Promise<R> {
    return this.connection.sendRequest<R>(method, params);
  }

  /** The next diagnostics of a document, or of a certain version of it. */
  async diagnostics(uri: string, version?: number): Promise<Diagnostic[]> {
    const { diagnostics } = await this.next((each) => each.uri === uri && (version ?? each.version) === each.version);
    return diagnostics;
  }

  /** The next diagnostics of which `is` is true. */
  next(is: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new assert.AssertionError({ message: "No such diagnostics" })),
        PATIENCE_MS,
      );
      const settle = (params: PublishDiagnosticsParams) => {
        clearTimeout(timer);
        resolve(params);
      };
      this.#waiting.add({ is, resolve: settle });
    });
  }
}

export interface InProcess extends TestClient {
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server in this process. */
export async function startInProcess(
  capabilities: ClientCapabilities = {},
  options: { home?: string; models?: string[]; commands?: string[] } = {},
  sourceWorker = WORKER,
): Promise<InProcess> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, { sourceWorker, home: undefined, documentation: DOCUMENTATION });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const client = new TestClient(connection);
  await client.initialize(capabilities, options);
  return Object.assign(client, {
    async [Symbol.asyncDispose]() {
      await connection.sendRequest("shutdown");
      connection.dispose();
      server.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  });
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

export function messages(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ message }) => (typeof message === "string" ? message : message.value));
}

export function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}
