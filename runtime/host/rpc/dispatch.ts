/** Takes one host call through its row: parameters, permission, handler, result. */
import { Ajv, type ValidateFunction } from "ajv";
import { AiHubError, toErrorData } from "../../core/errors.ts";
import { MAX_BYTES, MAX_JSON, type Payload, type ToWorker } from "../../core/protocol/messages.ts";
import { readTarget } from "../net/target.ts";
import type { AllowedPath } from "../permissions/broker.ts";
import type { PluginContext } from "../plugin-context.ts";
import { readJson } from "../read-json.ts";
import type { Method, MethodResult, MethodTable } from "./method.ts";

type Reply = Extract<ToWorker, { type: "reply" }>;

export class Dispatcher {
  /** Methods that ask for a permission. */
  readonly guarded: readonly string[];
  readonly #table: MethodTable;
  readonly #ajv = new Ajv({ allErrors: false, strict: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(table: MethodTable) {
    this.#table = table;
    const rows = Object.entries(table);
    this.guarded = rows.flatMap(([name, { permission, asks }]) => (permission.kind !== "none" || asks ? [name] : []));
  }

  /** Never rejects: whatever goes wrong becomes an error reply without host stacks. */
  async dispatch(id: number, name: string, args: Payload, plugin: PluginContext, signal: AbortSignal): Promise<Reply> {
    try {
      const result = await this.#run(name, args, plugin, signal);
      return { v: 1, type: "reply", id, ok: true, value: toPayload(name, result) };
    } catch (error) {
      return { v: 1, type: "reply", id, ok: false, error: toErrorData(error) };
    }
  }

  async #run(name: string, args: Payload, plugin: PluginContext, signal: AbortSignal): Promise<MethodResult> {
    const row = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
    if (!row) throw new AiHubError("ERR_NOT_FOUND", `There is no host method ${name.slice(0, 100)}`);
    const value = parse(name, args);
    const validate = this.#validator(name, row);
    if (!validate(value)) {
      const [problem] = validate.errors ?? [];
      const where = `aiHub.${name}${problem?.instancePath.replaceAll("/", ".") ?? ""}`;
      throw new AiHubError("ERR_INVALID_ARGUMENT", `${where} ${problem?.message ?? "is not valid"}`);
    }
    const paths = await authorise(row, value, plugin);
    if (signal.aborted) throw new AiHubError("ERR_CANCELLED", "The call was cancelled");
    return (await row.handler(value as never, { plugin, paths, bytes: args.bytes, signal })) ?? {};
  }

  /** Whether a guest may cancel calls of this method. */
  isCancellable(name: string): boolean {
    return Object.hasOwn(this.#table, name) && this.#table[name]?.cancellable === true;
  }

  #validator(name: string, row: Method): ValidateFunction {
    const known = this.#validators.get(name);
    if (known) return known;
    const validate = this.#ajv.compile(row.params);
    this.#validators.set(name, validate);
    return validate;
  }
}

function parse(name: string, args: Payload): unknown {
  if (args.json.length > MAX_JSON || (args.bytes?.byteLength ?? 0) > MAX_BYTES) {
    throw new AiHubError("ERR_QUOTA", `The arguments of aiHub.${name} are larger than may cross to the host`);
  }
  try {
    return readJson(args.json);
  } catch (error) {
    if (error instanceof AiHubError) throw error;
    throw new AiHubError("ERR_INVALID_ARGUMENT", `The arguments of aiHub.${name} are not JSON`);
  }
}

type Paths = Record<string, AllowedPath>;

/** Asks for one path after the other, so that a person is asked in the order of the table and not for a lost cause. */
async function authorise({ permission }: Method, value: unknown, { broker }: PluginContext): Promise<Paths> {
  const paths: Paths = {};
  switch (permission.kind) {
    case "none":
      break;
    case "system":
      await broker.checkSystem(permission.name);
      break;
    case "net":
      await broker.checkNet(readTarget(permission.url(value as object)));
      break;
    case "files":
      for (const [name, access] of Object.entries(permission.access)) {
        paths[name] = await broker.checkPath(access, (value as Record<string, string>)[name] ?? "");
      }
      break;
  }
  return paths;
}

function toPayload(name: string, result: MethodResult): Payload {
  const json = result.value === undefined ? "" : JSON.stringify(result.value);
  if (json.length > MAX_JSON || (result.bytes?.byteLength ?? 0) > MAX_BYTES) {
    throw new AiHubError("ERR_QUOTA", `The result of aiHub.${name} is larger than may cross to the plugin`);
  }
  return result.bytes ? { json, bytes: result.bytes } : { json };
}
