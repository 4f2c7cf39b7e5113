/** One plugin's settings: its schema, the defaults in it, and what the host has stored. */
import { Ajv, type ValidateFunction } from "ajv";
import { type ConfigProperty, configDefaults, toJsonSchema } from "../../core/config-schema.ts";
import { AiHubError } from "../../core/errors.ts";
import type { ConfigStore } from "../../core/ports.ts";

export class PluginConfig {
  readonly #pluginId: string;
  readonly #properties: readonly ConfigProperty[];
  readonly #store: ConfigStore;
  #validator: ValidateFunction | undefined;

  constructor(pluginId: string, properties: readonly ConfigProperty[], store: ConfigStore) {
    this.#pluginId = pluginId;
    this.#properties = properties;
    this.#store = store;
  }

  /** Stored values over defaults; stored keys that the schema does not know are left out. */
  async read(): Promise<Record<string, unknown>> {
    const stored = await this.#store.read(this.#pluginId);
    const known = this.#properties.flatMap(({ key }) =>
      Object.hasOwn(stored, key) ? [[key, stored[key]] as const] : [],
    );
    return { ...configDefaults(this.#properties), ...Object.fromEntries(known) };
  }

  /** @throws AiHubError ERR_INVALID_ARGUMENT when the schema does not have the key or does not take the value. */
  async set(key: string, value: unknown): Promise<void> {
    const [problem] = this.problems({ [key]: value });
    if (problem !== undefined) throw new AiHubError("ERR_INVALID_ARGUMENT", `aiHub.config.set("${key}"): ${problem}`);
    await this.#store.write(this.#pluginId, key, value);
  }

  /** What is wrong with a whole configuration, in words; empty when it is valid. */
  problems(value: unknown): string[] {
    const validate = this.#compiled();
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => {
      const extra = error.params.additionalProperty as string | undefined;
      const where = extra ?? error.instancePath.slice(1);
      return `${where} ${extra === undefined ? (error.message ?? "is not valid") : "is not in the plugin's config schema"}`.trim();
    });
  }

  /** Compiled at first use: few plugins check their settings, and a start should not wait for it. */
  #compiled(): ValidateFunction {
    this.#validator ??= new Ajv({ allErrors: true, strict: false, validateSchema: false }).compile(
      toJsonSchema(this.#properties),
    );
    return this.#validator;
  }

  onChange(listener: () => void): () => void {
    return this.#store.onChange(this.#pluginId, listener);
  }
}
