/** The plugin-facing user interface on a terminal. Panels have no place here: they are accepted and not shown. */

import { AiHubError } from "../../runtime/core/errors.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { PluginLog, Ui } from "../../runtime/core/ports.ts";
import type { LogLevel } from "../../runtime/core/protocol/messages.ts";
import type { NotificationType } from "../../schemas/guest-api.ts";
import { printable } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

export class TerminalUi implements Ui {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  async showNotification(pluginId: string, message: string, type: NotificationType): Promise<void> {
    const { colors } = this.#terminal;
    const paint = { info: colors.cyan, warning: colors.yellow, error: colors.red }[type];
    this.#terminal.line(`${paint(`[${pluginId}]`)} ${printable(message)}`);
  }

  async openFile(pluginId: string, path: string): Promise<void> {
    this.#terminal.line(`${this.#terminal.colors.cyan(`[${pluginId}]`)} file: ${escapeForDisplay(path, 4096)}`);
  }

  async progress(_pluginId: string, message: string, fraction: number | undefined): Promise<void> {
    const percent = fraction === undefined ? "" : `${Math.round(fraction * 100)} % `;
    this.#terminal.progress(percent + escapeForDisplay(message, 200));
  }

  async readClipboard(): Promise<string> {
    throw new AiHubError("ERR_NOT_AVAILABLE", "The clipboard is not available in this host");
  }

  async writeClipboard(): Promise<void> {
    await this.readClipboard();
  }

  async updatePanel(): Promise<void> {}

  async removePanel(): Promise<void> {}

  async postToPanel(): Promise<void> {}
}

export interface LogLine {
  readonly level: LogLevel;
  readonly text: string;
}

/** Keeps a plugin's log lines and, unless `quiet`, shows them as they come. */
export class TerminalLog implements PluginLog {
  readonly lines: LogLine[] = [];
  readonly #terminal: Terminal;
  readonly #quiet: boolean;

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  write(_pluginId: string, level: LogLevel, text: string): void {
    if (this.#quiet) {
      this.lines.push({ level, text });
      return;
    }
    const { colors } = this.#terminal;
    const shown = printable(text);
    const painted = { debug: colors.dim(shown), info: shown, warn: colors.yellow(shown), error: colors.red(shown) };
    this.#terminal.line(painted[level]);
  }
}
