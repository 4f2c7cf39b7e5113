/** The part of the editor that plugins can reach. */
import { extname } from "node:path";
import { commands, env, UIKind, Uri, window, workspace } from "vscode";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { Ui } from "../../runtime/core/ports.ts";
import type { NotificationType, PanelConfig } from "../../schemas/guest-api.ts";
import { inert } from "../display.ts";
import type { Panels } from "../panels/panels.ts";
import type { RunningCommands } from "../running-commands.ts";

/** Documents that the system's program may open. What could run code is never handed to the system. */
const DOCUMENTS = new Set([".pdf", ".xlsx", ".ods", ".docx", ".odt", ".pptx", ".odp", ".rtf"]);

const SHOW = {
  info: window.showInformationMessage,
  warning: window.showWarningMessage,
  error: window.showErrorMessage,
} as const;

export class EditorUi implements Ui {
  readonly #panels: Panels;
  readonly #running: RunningCommands;
  readonly #nameOf: (pluginId: string) => string;

  constructor(panels: Panels, running: RunningCommands, nameOf: (pluginId: string) => string) {
    this.#panels = panels;
    this.#running = running;
    this.#nameOf = nameOf;
  }

  /** Does not wait until the person has dismissed it. */
  async showNotification(pluginId: string, message: string, type: NotificationType): Promise<void> {
    void SHOW[type](inert(`${this.#nameOf(pluginId)}: ${message}`));
  }

  async updatePanel(pluginId: string, panelId: string, config: Omit<PanelConfig, "id">): Promise<void> {
    this.#panels.get(pluginId, panelId)?.configure(config);
  }

  async removePanel(pluginId: string, panelId: string): Promise<void> {
    this.#panels.get(pluginId, panelId)?.close();
  }

  async postToPanel(pluginId: string, panelId: string, json: string): Promise<void> {
    this.#panels.get(pluginId, panelId)?.post(json);
  }

  async openFile(pluginId: string, path: string): Promise<void> {
    const uri = Uri.file(path);
    if (!DOCUMENTS.has(extname(path).toLowerCase())) {
      await commands.executeCommand("vscode.open", uri);
    } else if (env.remoteName !== undefined || env.uiKind === UIKind.Web) {
      void this.#tellWhere(pluginId, uri);
    } else if (!(await env.openExternal(uri))) {
      throw new AiHubError("ERR_NOT_AVAILABLE", `No program opens ${path}`);
    }
  }

  async progress(pluginId: string, message: string, fraction: number | undefined): Promise<void> {
    this.#running.progress(pluginId, inert(message), fraction);
  }

  async readClipboard(): Promise<string> {
    return env.clipboard.readText();
  }

  async writeClipboard(text: string): Promise<void> {
    await env.clipboard.writeText(text);
  }

  /** The editor's window is on another machine than the file: no program there can open it, and VS Code shows bytes. */
  async #tellWhere(pluginId: string, uri: Uri): Promise<void> {
    const reveal = "Show in Explorer";
    const isInWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
    const message = inert(`${this.#nameOf(pluginId)}: ${workspace.asRelativePath(uri)} is ready`);
    const choice = await window.showInformationMessage(message, ...(isInWorkspace ? [reveal] : []));
    if (choice === reveal) await commands.executeCommand("revealInExplorer", uri);
  }
}
