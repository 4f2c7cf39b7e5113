/**
 * A plugin's `resources.config` file, reduced to what a settings page can show. The file is hostile: of its JSON Schema
 * only flat properties of simple types are taken, and nothing that runs (patterns, references, formats).
 */

export interface ConfigProperty {
  readonly key: string;
  readonly type: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly description: string;
  readonly default?: unknown;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const TYPES: ReadonlySet<unknown> = new Set(["string", "number", "integer", "boolean", "array", "object"]);
const MAX_PROPERTIES = 200;
const KEY = /^[A-Za-z][\w.-]{0,99}$/;

/** What of the schema can be used; the rest is left out. */
export function readConfigSchema(schema: unknown): readonly ConfigProperty[] {
  const properties = isRecord(schema) && isRecord(schema.properties) ? schema.properties : {};
  return Object.entries(properties)
    .slice(0, MAX_PROPERTIES)
    .flatMap(([key, value]) =>
      KEY.test(key) && isRecord(value) && TYPES.has(value.type) ? [property(key, value)] : [],
    );
}

/** The schema again, made of the parts above only: safe to compile. */
export function toJsonSchema(properties: readonly ConfigProperty[]): object {
  const entries = properties.map(({ key, ...rest }) => [key, rest] as const);
  return { type: "object", properties: Object.fromEntries(entries), additionalProperties: false };
}

export function configDefaults(properties: readonly ConfigProperty[]): Record<string, unknown> {
  return Object.fromEntries(properties.flatMap(({ key, ...rest }) => ("default" in rest ? [[key, rest.default]] : [])));
}

function property(key: string, value: Record<string, unknown>): ConfigProperty {
  const options = Array.isArray(value.enum)
    ? value.enum.filter((item) => typeof item === "string" || typeof item === "number")
    : [];
  return {
    key,
    type: value.type as ConfigProperty["type"],
    description: typeof value.description === "string" ? value.description.slice(0, 500) : "",
    ...("default" in value ? { default: value.default } : {}),
    ...(options.length > 0 ? { enum: options } : {}),
    ...(typeof value.minimum === "number" ? { minimum: value.minimum } : {}),
    ...(typeof value.maximum === "number" ? { maximum: value.maximum } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
