/** What a host (the extension, the CLI, a test) must offer the runtime. */
import type { NotificationType, PanelConfig } from "../../schemas/guest-api.ts";
import type { PermissionKind } from "./permissions/kinds.ts";
import type { LogLevel } from "./protocol/messages.ts";

export type { PermissionKind };

export interface PromptRequest {
  readonly pluginId: string;
  readonly pluginName: string;
  readonly kind: PermissionKind;
  /** The normalised value, already escaped for display. */
  readonly value: string;
  /** The declared scope that covers it. */
  readonly scope: string;
  /** The author's sentence from `permissions.reasons`, escaped; to be shown as the plugin's claim. */
  readonly reason?: string;
  /**
   * Where in its code the plugin asked, `src/main.ts:12 in loadRates`, escaped; absent when that is not known. The file
   * and the line are the interpreter's word, the name is the plugin's.
   */
  readonly origin?: string;
  /** Aborted when the plugin stops: the prompt is withdrawn. */
  readonly signal: AbortSignal;
}

export type PromptAnswer = "once" | "session" | "always" | "deny" | "deny-always";

/** Asks the person. Failure, dismissal and silence mean `deny`. */
export interface Prompter {
  /** It asks nobody: then plugins need not tell where in their code they ask, which costs time. @default false */
  readonly silent?: boolean;
  ask(request: PromptRequest): Promise<PromptAnswer>;
}

/** One decision about a permission, as an audit trail keeps it. */
export interface AuditEntry {
  readonly pluginId: string;
  readonly kind: PermissionKind;
  /** The real path, host or name that was asked for. */
  readonly value: string;
  /** Of a request, its scheme without colon. */
  readonly protocol?: string | undefined;
  readonly decision: "granted" | "denied";
  /** The scope that decided, or "" when nothing declares the value. */
  readonly scope: string;
  /** What the person answered, when they were asked. */
  readonly answer?: PromptAnswer;
  /** The plugin tried to get out of its bounds: through a link or a swapped file, into kernel files, past a policy. */
  readonly violation?: boolean;
  /** Where in its code the plugin was, innermost first, escaped; only where stacks are wanted and known. */
  readonly stack?: readonly string[];
}

/** Told of every decision before it takes effect; when it throws, nothing was granted. */
export interface Audit {
  record(entry: AuditEntry): void;
}

/** The plugin-facing part of the user interface. Every text is plugin-supplied and already escaped and capped. */
export interface Ui {
  showNotification(pluginId: string, message: string, type: NotificationType): Promise<void>;
  updatePanel(pluginId: string, panelId: string, config: Omit<PanelConfig, "id">): Promise<void>;
  removePanel(pluginId: string, panelId: string): Promise<void>;
  /** `json` is the message as the guest wrote it. */
  postToPanel(pluginId: string, panelId: string, json: string): Promise<void>;
  /** Opens a file whose path the broker has allowed. */
  openFile(pluginId: string, path: string): Promise<void>;
  progress(pluginId: string, message: string, fraction: number | undefined): Promise<void>;
  /** Text of the person's clipboard, "" when there is none. @throws AiHubError ERR_NOT_AVAILABLE where there is none */
  readClipboard(): Promise<string>;
  writeClipboard(text: string): Promise<void>;
}

/** Where a plugin's log lines go. */
export interface PluginLog {
  write(pluginId: string, level: LogLevel, text: string): void;
}

/** Stored settings of plugins; `schema` defaults are already applied by the caller. */
export interface ConfigStore {
  read(pluginId: string): Promise<Readonly<Record<string, unknown>>>;
  write(pluginId: string, key: string, value: unknown): Promise<void>;
  /** Returns a function that stops listening. */
  onChange(pluginId: string, listener: () => void): () => void;
}

export interface Workspace {
  /** Absolute paths of the open folders. */
  folders(): readonly string[];
}
