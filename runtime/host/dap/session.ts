/**
 * One debug session: requests of a client in, responses and events out. It is a `vscode.DebugAdapter`, so that an editor
 * can have it inline; `wire.ts` gives it streams.
 */
import { DebugSession, Event, Response } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Ajv, type ValidateFunction } from "ajv";
import { AiHubError, toErrorData } from "../../core/errors.ts";
import { PluginInspector } from "../debug/plugin-inspector.ts";
import { breakpointRequests } from "./breakpoint-requests.ts";
import { Client } from "./client.ts";
import type { DebugContext } from "./context.ts";
import { dataRequests } from "./data-requests.ts";
import type { DebugConsole, DebugTarget, DebugTargets } from "./debug-targets.ts";
import { Debuggee } from "./debuggee.ts";
import { executionRequests } from "./execution-requests.ts";
import { inspectorEvents } from "./inspector-events.ts";
import { readAttach, readLaunch } from "./launch-config.ts";
import { lifecycleRequests } from "./lifecycle-requests.ts";
import { tell } from "./output.ts";
import type { Request, RequestTable } from "./request.ts";
import { sourceRequests } from "./source-requests.ts";
import { SourceList } from "./sources.ts";

const REQUESTS: RequestTable = {
  ...lifecycleRequests,
  ...breakpointRequests,
  ...executionRequests,
  ...dataRequests,
  ...sourceRequests,
};

const ajv = new Ajv({ strict: true });
const validators = new Map<string, ValidateFunction>();

export class DapSession extends DebugSession {
  readonly #targets: DebugTargets;
  readonly #inspector = new PluginInspector();
  readonly #context: DebugContext;
  /** Requests under way, by their number. */
  readonly #underWay = new Map<number, { readonly command: string; readonly cancel?: () => void }>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #stopListening: () => void;
  #initialized = false;
  #disposed: Promise<void> | undefined;

  constructor(targets: DebugTargets) {
    super();
    this.#targets = targets;
    const inspector = this.#inspector;
    const context: DebugContext = {
      inspector,
      client: new Client(),
      debuggee: new Debuggee({
        inspector,
        send: (event, body) => context.send(event, body),
        tell: this.#console,
        reportsProgress: () => context.client.reportsProgress,
      }),
      sources: new SourceList(inspector, () => context.client),
      staleTold: new Set(),
      send: (event, body) => {
        if (!this.#disposed) this.sendEvent(body === undefined ? new Event(event) : new Event(event, body));
      },
      launch: (config) => this.#launch(config),
      attach: (config) => this.#attach(config),
      close: () => this.#closed.resolve(),
      cancel: (seq) => this.#cancel(seq),
    };
    this.#context = context;
    this.#stopListening = inspector.listen(inspectorEvents(context));
  }

  /** Resolves when the client has disconnected. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Tells the person something about the session itself. */
  say(text: string): void {
    tell(this.#context, "important", text);
  }

  /** Anything at all may come from a client. */
  override handleMessage(message: unknown): void {
    const isObject = typeof message === "object" && message !== null;
    const { type, seq, command } = isObject ? (message as Partial<DebugProtocol.Request>) : {};
    if (type === "request" && Number.isSafeInteger(seq) && typeof command === "string") {
      void this.#serve(message as DebugProtocol.Request);
    } else if (type !== "response" && type !== "event") {
      this.#fail(
        { seq: Number.isSafeInteger(seq) ? Number(seq) : 0, command: String(command ?? "").slice(0, 100) },
        {
          message: "This is no request: it lacks its type, its number or its command",
          showUser: false,
        },
      );
    }
  }

  /** Ends the plugin, if it was not left running, and frees what the session holds. */
  override dispose(): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  async #dispose(): Promise<void> {
    const { debuggee } = this.#context;
    await debuggee.abandon();
    await debuggee.ended();
    this.#stopListening();
    this.#closed.resolve();
    await this.#targets.dispose();
  }

  async #serve(request: DebugProtocol.Request): Promise<void> {
    const { command, arguments: given = {} } = request;
    const row = Object.hasOwn(REQUESTS, command) ? REQUESTS[command] : undefined;
    try {
      if (!row) throw new AiHubError("ERR_NOT_AVAILABLE", `There is no request "${command.slice(0, 100)}"`);
      this.#checkPhase(command, row);
      check(command, row, given);
      const body = await this.#run(request, row, given);
      const response: DebugProtocol.Response = new Response(request);
      if (body !== undefined) response.body = body;
      this.sendResponse(response);
      row.after?.(this.#context, given as never);
    } catch (error) {
      this.#fail(request, { message: messageOf(error), showUser: row?.showsError === true });
    }
  }

  async #run({ seq, command }: DebugProtocol.Request, row: Request, given: object): Promise<object | undefined | void> {
    const life = new AbortController();
    const taken = Promise.withResolvers<never>();
    taken.promise.catch(() => {}); // nobody waits when it comes too late
    const cancel = () => {
      life.abort();
      taken.reject(new AiHubError("ERR_CANCELLED", "cancelled"));
    };
    this.#underWay.set(seq, { command, ...(row.cancellable && { cancel }) });
    try {
      return await Promise.race([row.run(this.#context, given as never, life.signal), taken.promise]);
    } finally {
      this.#underWay.delete(seq);
    }
  }

  #cancel(seq: number): void {
    const { command, cancel } = this.#underWay.get(seq) ?? {};
    if (cancel) cancel();
    else if (command) throw new AiHubError("ERR_NOT_AVAILABLE", `"${command}" cannot be cancelled`);
  }

  #checkPhase(command: string, { when = "initialized" }: Request): void {
    if (when === "first" && this.#initialized) {
      throw new AiHubError("ERR_NOT_AVAILABLE", "This session is initialized already");
    }
    if (when === "initialized" && !this.#initialized) {
      throw new AiHubError("ERR_NOT_AVAILABLE", `"${command}" comes after "initialize"`);
    }
    if (when === "first") this.#initialized = true;
  }

  #fail(
    { seq, command }: Pick<DebugProtocol.Request, "seq" | "command">,
    { message, showUser }: { message: string; showUser: boolean },
  ): void {
    const response: DebugProtocol.Response = new Response({ seq, command, type: "request" }, message);
    // `format` has variables in braces
    response.body = { error: { id: 1, format: "{message}", variables: { message }, showUser } };
    this.sendResponse(response);
  }

  #launch(given: unknown): () => Promise<DebugTarget> {
    const config = readLaunch(given);
    return () => this.#targets.launch(config, this.#inspector, this.#console);
  }

  #attach(given: unknown): () => Promise<DebugTarget> {
    const { plugin, justMyCode = true } = readAttach(given);
    const { attach } = this.#targets;
    if (!attach)
      throw new AiHubError("ERR_NOT_AVAILABLE", "There are no running plugins here to attach to: launch one");
    return () => {
      this.#inspector.justMyCode = justMyCode;
      return attach.call(this.#targets, plugin, this.#inspector, this.#console);
    };
  }

  readonly #console: DebugConsole = (category, text, place) => tell(this.#context, category, text, place);
}

function check(command: string, row: Request, given: unknown): void {
  const validate = validators.get(command) ?? ajv.compile(row.args);
  validators.set(command, validate);
  if (validate(given)) return;
  const [problem] = validate.errors ?? [];
  const where = `${command}${problem?.instancePath.replaceAll("/", ".") ?? ""}`;
  throw new AiHubError("ERR_INVALID_ARGUMENT", `${where} ${problem?.message ?? "is not valid"}`);
}

function messageOf(error: unknown): string {
  const { message, hint } = toErrorData(error);
  return hint ? `${message} (${hint})` : message;
}
