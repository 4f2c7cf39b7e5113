/**
 * Types into a manifest as a client of a language server does, and waits for what the server says. Not in the benchmark:
 * its peers bring an older library of the protocol.
 */
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "jsonc-parser";
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const SEED = new URL("../fixtures/seed-plugin.json", import.meta.url);
/** A fast typist's pause. */
const PAUSE_MS = 60;
const FIRST_ANSWER_MS = 1000;
/** A key that every schema of manifests requires: each second keystroke breaks it. */
const KEY = '"version"';

export interface Server {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether it is asked for diagnostics, or sends them by itself. */
  readonly pulls: boolean;
  readonly settings?: object;
  readonly uri: string;
}

export async function seedManifest(): Promise<string> {
  return readFile(SEED, "utf8");
}

/** The seed's with ten thousand lines, and still valid. */
export async function largeManifest(): Promise<string> {
  const seed = parse(await seedManifest()) as { api: object; ui: object };
  const ids = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  const endpoints = ids(200, "endpoint").map((id) => ({
    path: `/${id}`,
    method: "POST",
    description: "Makes a report of the period",
    parameters: Object.fromEntries(ids(40, "value").map((name) => [name.replace("-", ""), "string"])),
  }));
  const commands = ids(200, "command").map((id) => ({ id, title: "Make Report", category: "Bookkeeping" }));
  const large = { ...seed, api: { ...seed.api, endpoints }, ui: { ...seed.ui, commands } };
  const text = JSON.stringify(large, undefined, 2);
  assert.ok(text.split("\n").length >= 10_000);
  return text;
}

export class Typist {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #connection: ProtocolConnection;
  readonly #server: Server;
  #document: TextDocument;
  #published: (params: PublishDiagnosticsParams) => void = () => {};

  private constructor(server: Server, text: string) {
    this.#server = server;
    this.#child = spawn(server.program, [...server.args], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.resume();
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.#child.stdout),
      new StreamMessageWriter(this.#child.stdin),
    );
    this.#document = TextDocument.create(server.uri, "jsonc", 1, text);
  }

  static async start(server: Server, text: string): Promise<Typist> {
    const typist = new Typist(server, text);
    const connection = typist.#connection;
    connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      typist.#published(params);
    });
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: { publishDiagnostics: { versionSupport: true }, ...(server.pulls && { diagnostic: {} }) },
      },
    });
    await connection.sendNotification("initialized", {});
    if (server.settings)
      await connection.sendNotification("workspace/didChangeConfiguration", { settings: server.settings });
    const { uri, languageId, version } = typist.#document;
    await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    await sleep(FIRST_ANSWER_MS);
    return typist;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Milliseconds from each of `n` keystrokes to its diagnostics, sorted. */
  async type(n: number): Promise<number[]> {
    const times: number[] = [];
    let clean: number | undefined;
    for (let i = 0; i < n; i++) {
      await sleep(PAUSE_MS);
      const start = performance.now();
      const diagnostics = await this.#diagnosticsOf(this.#keystroke());
      times.push(performance.now() - start);
      // Whoever says nothing of the missing key has not looked.
      if (i % 2 === 1) clean = diagnostics.length;
      else assert.ok(clean === undefined || diagnostics.length > clean, "The missing key is not reported");
    }
    return times.sort((a, b) => a - b);
  }

  /** Makes `n` edits without waiting, but now and then, and waits for the last one's diagnostics. */
  async flood(n: number): Promise<void> {
    for (let i = 1; i < n; i++) {
      const sent = this.#keystroke();
      if (i % 500 === 0) await this.#diagnosticsOf(sent);
    }
    await this.#diagnosticsOf(this.#keystroke());
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#connection.dispose();
    this.#child.kill("SIGKILL");
    await ended;
  }

  /** Changes one character of the key, or changes it back. */
  async #keystroke(): Promise<void> {
    const { uri, version } = this.#document;
    const text = this.#document.getText();
    const at = text.indexOf(KEY.slice(0, 4)) + 4;
    const start = this.#document.positionAt(at);
    const end = this.#document.positionAt(at + 1);
    const change = { range: { start, end }, text: text[at] === KEY[4] ? "x" : (KEY[4] ?? "") };
    this.#document = TextDocument.update(this.#document, [change], version + 1);
    const textDocument = { uri, version: version + 1 };
    await this.#connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [change] });
  }

  async #diagnosticsOf(sent: Promise<void>): Promise<readonly Diagnostic[]> {
    const { uri, version } = this.#document;
    if (this.#server.pulls) {
      await sent;
      const report = await this.#connection.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", {
        textDocument: { uri },
      });
      return report.items;
    }
    return new Promise((resolve) => {
      this.#published = (params) => {
        // Some servers name no version; they send once for each pause.
        if ((params.version ?? version) === version) resolve(params.diagnostics);
      };
    });
  }
}
