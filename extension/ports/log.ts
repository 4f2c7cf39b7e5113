/** One output channel per plugin, made when there is something to show. */
import { type LogOutputChannel, window } from "vscode";
import type { Disposable } from "../../runtime/core/lifetime.ts";
import type { PluginLog } from "../../runtime/core/ports.ts";
import type { LogLevel } from "../../runtime/core/protocol/messages.ts";

export class ChannelLog implements PluginLog, Disposable {
  readonly #channels = new Map<string, LogOutputChannel>();
  readonly #names = new Map<string, string>();

  /** The name under which a plugin's channel is listed. */
  name(pluginId: string, name: string): void {
    this.#names.set(pluginId, name);
  }

  write(pluginId: string, level: LogLevel, text: string): void {
    this.#channel(pluginId)[level](text);
  }

  show(pluginId: string): void {
    this.#channel(pluginId).show(true);
  }

  dispose(): void {
    for (const channel of this.#channels.values()) channel.dispose();
    this.#channels.clear();
  }

  #channel(pluginId: string): LogOutputChannel {
    const existing = this.#channels.get(pluginId);
    if (existing) return existing;
    const channel = window.createOutputChannel(`AI Hub: ${this.#names.get(pluginId) ?? pluginId}`, { log: true });
    this.#channels.set(pluginId, channel);
    return channel;
  }
}
