/**
 * The contract of `globalThis.aiHub`, the only door out of a plugin's sandbox.
 *
 * Types only: the sandbox prelude implements them, `@aihub/sdk` re-exports them to authors. Values that cross to the
 * host are JSON (undefined, functions and symbols are dropped as `JSON.stringify` drops them); bytes travel beside it.
 * Every method that returns a promise rejects with an `Error` whose `code` is stable, e.g. `ERR_PERMISSION_DENIED`
 * (docs/errors.md).
 */

/** Anything `JSON.stringify` can write. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type NotificationType = "info" | "warning" | "error";

/** The signal of a call: it aborts when the person cancels. A second later a plugin that has not settled is stopped. */
export interface CallSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
}

/** Called with the input of a command, an endpoint, an event or a panel message; may be async. */
export type Handler<I = any, O = any> = (input: I, call: { readonly signal: CallSignal }) => O | Promise<O>;

/** What a test is called with. */
export interface TestCall {
  readonly signal: CallSignal;
}

/** How `test` of `@aihub/sdk/testing` reaches the sandbox. */
export type DeclareTest = (name: string, body: (call: TestCall) => unknown) => void;

export interface FileStat {
  readonly type: "file" | "directory" | "other";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtimeMs: number;
}

/** Text is written as UTF-8. */
export type FileChunk = string | ArrayBuffer | ArrayBufferView;

export interface FsEvent {
  /** `rename`: the entry came, went or was replaced; `overflow`: more changed than can be told. */
  readonly type: "change" | "rename" | "overflow";
  /** As it was given to `watch`, with the name in the folder. */
  readonly path: string;
}

/** Changes, for `for await`; leaving the loop ends it. */
export interface FsWatcher extends AsyncIterable<FsEvent> {
  close(): Promise<void>;
}

/**
 * Files. `./x` is the plugin's own folder, `${workspaceFolder}/x` lies in the first folder of the workspace,
 * `${workspaceFolder:name}/x` in the one of that name; everything else is absolute.
 * Present only when the manifest declares `permissions.filesystem`.
 */
export interface FsApi {
  /** Reads a file as UTF-8 text, or as bytes with `"bytes"`. At most 32 MB. Needs `read`. */
  readFile(path: string): Promise<string>;
  readFile(path: string, as: "text"): Promise<string>;
  readFile(path: string, as: "bytes"): Promise<Uint8Array>;
  /**
   * Reads a file of any size in chunks of `chunkSize` bytes (1 MB unless told; at most 8), for `for await`. Leaving the
   * loop closes the file; at most 32 may be open. Needs `read`, and ends with an error when that is taken back.
   */
  readChunks(path: string, options?: { readonly chunkSize?: number }): AsyncIterable<Uint8Array>;
  /** Replaces the file whole or not at all, and makes missing parent folders. At most 32 MB. Needs `write`. */
  writeFile(path: string, data: FileChunk): Promise<void>;
  /** The same for a file of any size, chunk by chunk. When the chunks end with an error, the old file stays. */
  writeFile(path: string, chunks: AsyncIterable<FileChunk>): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Names in the folder, sorted. */
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<FileStat>;
  /** Makes the folder and its parents; an existing one is fine. Needs `write`. */
  mkdir(path: string): Promise<void>;
  /** Removes a file, or a folder with `recursive`. Needs `write`, also of everything in the folder. */
  rm(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /**
   * Moves a file, which replaces one at `to`, or a folder. Needs `read` and `write` of `from` and `write` of `to`; for a
   * folder, also of everything in it.
   */
  rename(from: string, to: string): Promise<void>;
  /** Copies one file of any size. Needs `read` of `from` and `write` of `to`. */
  copy(from: string, to: string): Promise<void>;
  /**
   * Watches a file, or the entries of a folder (not what is in its folders). At most 64 at a time. Needs `read`, and
   * ends when that is taken back.
   */
  watch(path: string): Promise<FsWatcher>;
}

/** Names and values of headers; `Headers`, a record, or a list of pairs. */
export type HttpHeaders = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

export interface HttpOptions {
  readonly headers?: HttpHeaders;
  /** Milliseconds for the whole request, ten minutes at most; while a person is asked the clock stands. @default 30000 */
  readonly timeoutMs?: number;
  /** An `AbortSignal`: when it aborts, the request ends and the promise rejects with its reason. */
  readonly signal?: unknown;
  /** @default "follow", at most 20, each checked like the first */
  readonly redirect?: "follow" | "error" | "manual";
}

/** The web's `Response`, its body there as a whole (at most 32 MB, unpacked) and readable once. There is no `body`. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** The status is 200 to 299. */
  readonly ok: boolean;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly redirected: boolean;
  /** The web's `Headers`. */
  readonly headers: Iterable<[string, string]> & { get(name: string): string | null; has(name: string): boolean };
  text(): Promise<string>;
  json(): Promise<any>;
  bytes(): Promise<Uint8Array>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/**
 * Requests over http and https, the same as the global `fetch`. Present only when the manifest declares
 * `permissions.network`; each host has to be among its `domains`, each scheme among its `protocols`. An answer of any
 * status resolves. Rejects with a SecurityError (`ERR_PERMISSION_DENIED`) when it is not permitted, with a TypeError when
 * the network fails.
 *
 * A host that resolves to an address of this machine or of a private network needs a scope for that address too
 * (`localhost` is its own). Headers that frame or route a request (`Host`, `Content-Length`, `Connection`, `Proxy-…`,
 * `Sec-…` and the like) are left out, as in a browser; `Cookie` is sent as given, none is kept. `Authorization` and
 * `Cookie` do not follow a redirect to another origin. No proxy is used.
 */
export interface HttpApi {
  get(url: string, options?: HttpOptions): Promise<HttpResponse>;
  /** Text, bytes and `URLSearchParams` are sent as they are, everything else as JSON. At most 32 MB. */
  post(url: string, data?: unknown, options?: HttpOptions): Promise<HttpResponse>;
}

export interface Command {
  /** An id that `ui.commands` of the manifest declares. */
  readonly id: string;
  readonly handler: Handler;
}

export interface PanelConfig {
  /** An id that `ui.panels` of the manifest declares. */
  readonly id: string;
  readonly title?: string;
  /** A short text beside the title. */
  readonly description?: string;
  /** A number shown on the panel's icon; 0 removes it. */
  readonly badge?: number;
}

export interface UiApi {
  /** Shows a message in the editor. Needs `system.notifications`. At most 5 in 10 seconds; more are refused. */
  showNotification(message: string, type?: NotificationType): Promise<void>;
  /** Gives a handler to a command that the manifest declares. */
  registerCommand(command: Command): Promise<void>;
  registerCommand(id: string, handler: Handler): Promise<void>;
  /** Fills in a panel that the manifest declares; its page is the plugin's `dist/ui`. */
  createPanel(config: PanelConfig): Promise<void>;
  updatePanel(panelId: string, updates: Omit<PanelConfig, "id">): Promise<void>;
  /** Forgets what was set on the panel and shows its "closed" page. */
  removePanel(panelId: string): Promise<void>;
  /** Sends a message to the panel's page, where `aiHubPanel.onMessage` receives it. At most 1 MB as JSON. */
  postMessage(panelId: string, message: Json): Promise<void>;
  /** Receives what the panel's page posts. The returned function stops it. */
  onMessage(panelId: string, handler: Handler): () => void;
  /** Opens a file that the plugin may read in the editor (text) or with the system's program. Needs `read`. */
  openFile(path: string): Promise<void>;
  /**
   * The text in the clipboard, at most 1 MB. Needs `system.clipboard`, as does `writeClipboard`. In a terminal there is no
   * clipboard: both reject with `ERR_NOT_AVAILABLE`.
   */
  readClipboard(): Promise<string>;
  writeClipboard(text: string): Promise<void>;
  /** Says how far the running command is: a text, and a fraction from 0 to 1. */
  progress(message: string, fraction?: number): Promise<void>;
}

export interface EventsApi {
  /** Sends an event that `api.events` of the manifest declares to everyone who listens. */
  emit(event: string, data?: Json): Promise<void>;
  /** Listens to an own event, `name`, or another plugin's, `plugin-id/name`. The returned function stops it. */
  on(event: string, handler: Handler): () => void;
  off(event: string, handler?: Handler): void;
}

/** Settings as `resources.config` describes them. Reads are immediate; writes are stored by the host. */
export interface ConfigApi {
  get<T = any>(key: string, defaultValue?: T): T;
  getAll(): Record<string, any>;
  set(key: string, value: Json): Promise<void>;
  /** Checks a whole configuration against the schema. */
  validate(config: Json): Promise<{ readonly valid: boolean; readonly errors: readonly string[] }>;
  /** Called after settings changed, with their new values. The returned function stops it. */
  onChange(handler: Handler<Record<string, any>, void>): () => void;
}

export interface LifecycleApi {
  /** Runs after `activate`. */
  onActivate(handler: () => void | Promise<void>): void;
  /** Runs when the plugin is stopped; it has 2 seconds. */
  onDeactivate(handler: () => void | Promise<void>): void;
  onUpdate(handler: (oldVersion: string, newVersion: string) => void | Promise<void>): void;
  onUninstall(handler: () => void | Promise<void>): void;
}

export interface LogApi {
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

export interface ApiApi {
  /** Gives a handler to an endpoint that `api.endpoints` of the manifest declares, by its path. */
  handle(path: string, handler: Handler): Promise<void>;
}

export type PermissionState = "granted" | "prompt" | "denied";

/**
 * What to ask about. Without its second member: all that is declared of the kind. A path, host or model may also be a
 * scope as in `plugin.json`, such as `./data/*` or `*.example.com`; a host may be a whole URL.
 */
export type PermissionDescriptor =
  | { readonly name: "read" | "write"; readonly path?: string }
  | { readonly name: "net"; readonly host?: string }
  | { readonly name: "memory"; readonly collection?: string }
  | { readonly name: "ai"; readonly model?: string }
  | { readonly name: "system"; readonly capability?: string };

/** Follows the permission: `state` and `partial` change before "change" is fired. */
export interface PermissionStatus {
  readonly name: PermissionDescriptor["name"];
  readonly state: PermissionState;
  /** Parts of what was asked about have another state. */
  readonly partial: boolean;
  /** "not available in this host" for what no grant can give, such as `system.camera`; else undefined. */
  readonly reason: string | undefined;
  onchange: ((event: any) => void) | null;
  addEventListener(type: "change", listener: (event: any) => void): void;
  removeEventListener(type: "change", listener: (event: any) => void): void;
}

/** Permissions at run time, as in Deno. */
export interface PermissionsApi {
  query(descriptor: PermissionDescriptor): Promise<PermissionStatus>;
  /**
   * Asks the user when the state is `prompt`; what is not declared cannot be asked for. After ten refusals in one run of
   * the plugin nobody is asked any more, here or by any other call: the answer is `denied`.
   */
  request(descriptor: PermissionDescriptor): Promise<PermissionStatus>;
  /** Gives up every grant that permits any of it, for good: the user is asked again. */
  revoke(descriptor: PermissionDescriptor): Promise<PermissionStatus>;
}

export interface AiHub {
  /** The running plugin: its id, version and manifest. */
  readonly plugin: { readonly id: string; readonly version: string; readonly manifest: any };
  readonly fs?: FsApi;
  readonly http?: HttpApi;
  readonly ui: UiApi;
  readonly api: ApiApi;
  readonly events: EventsApi;
  readonly config: ConfigApi;
  readonly lifecycle: LifecycleApi;
  readonly log: LogApi;
  readonly permissions: PermissionsApi;
}

/**
 * What a plugin's entry module may export, by name or as its default export. A default-exported class with an
 * `activate` method is constructed with `(sdk, manifest)` first.
 */
export interface PluginModule {
  activate?(): unknown;
  deactivate?(): unknown;
  /** Handlers of declared commands, by id. */
  readonly commands?: Readonly<Record<string, Handler>>;
  /** Handlers of declared endpoints, by path. */
  readonly endpoints?: Readonly<Record<string, Handler>>;
}

/** `globalThis.aiHubPanel` in a panel's page (`dist/ui`): the only link of the page to its plugin. */
export interface AiHubPanel {
  readonly panelId: string;
  /** Sends a message to the plugin's `aiHub.ui.onMessage(panelId, …)`. At most 1 MB as JSON. */
  postMessage(message: Json): void;
  onMessage(handler: (message: any) => void): () => void;
  /** State that outlives a reload of the page. */
  getState<T = any>(): T | undefined;
  setState(state: Json): void;
}
