/** Plugins' settings are VS Code settings, contributed by their bridges. */
import { ConfigurationTarget, type Memento, workspace } from "vscode";
import { bridgeConfigSection } from "../../runtime/core/bridge-ids.ts";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { ConfigStore } from "../../runtime/core/ports.ts";

/**
 * A setting that no bridge contributes (where its installation is forbidden) cannot be written by VS Code: such values
 * are kept in the extension's own storage, and give way to what VS Code has.
 */
export class SettingsStore implements ConfigStore {
  readonly #memento: Memento;
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  async read(pluginId: string): Promise<Readonly<Record<string, unknown>>> {
    const settings = workspace.getConfiguration().get<unknown>(bridgeConfigSection(pluginId));
    const trusted = workspace.isTrusted ? plainRecord(settings) : this.#userValues(pluginId, plainRecord(settings));
    return { ...this.#kept(pluginId), ...trusted };
  }

  async write(pluginId: string, key: string, value: unknown): Promise<void> {
    const section = workspace.getConfiguration(bridgeConfigSection(pluginId));
    if (section.inspect(key)?.defaultValue === undefined && !isContributed(pluginId, key)) {
      await this.#memento.update(mementoKey(pluginId), { ...this.#kept(pluginId), [key]: value });
      for (const listener of this.#listeners.get(pluginId) ?? []) listener();
      return;
    }
    try {
      await section.update(key, value, ConfigurationTarget.Global);
    } catch (error) {
      throw new AiHubError("ERR_IO", `The setting "${key}" could not be saved`, undefined, { cause: error });
    }
  }

  onChange(pluginId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(pluginId) ?? new Set();
    this.#listeners.set(pluginId, listeners.add(listener));
    const subscription = workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(bridgeConfigSection(pluginId))) listener();
    });
    return () => {
      listeners.delete(listener);
      subscription.dispose();
    };
  }

  /** In a restricted workspace its settings do not count: they would reach installed plugins. */
  #userValues(pluginId: string, settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const section = workspace.getConfiguration(bridgeConfigSection(pluginId));
    const values = Object.keys(settings).map((key) => {
      const found = section.inspect(key);
      return [key, found?.globalValue ?? found?.defaultValue] as const;
    });
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }

  #kept(pluginId: string): Readonly<Record<string, unknown>> {
    return plainRecord(this.#memento.get(mementoKey(pluginId)));
  }
}

function isContributed(pluginId: string, key: string): boolean {
  return workspace.getConfiguration(bridgeConfigSection(pluginId)).has(key);
}

function mementoKey(pluginId: string): string {
  return `config:${pluginId}`;
}

/** VS Code hands out proxies that cannot cross to a worker. */
function plainRecord(value: unknown): Readonly<Record<string, unknown>> {
  const copy: unknown = value === undefined ? {} : JSON.parse(JSON.stringify(value));
  return typeof copy === "object" && copy !== null && !Array.isArray(copy) ? (copy as Record<string, unknown>) : {};
}
