/** The runtime's front door: a host (the extension, the CLI, a test) makes one, hands it its ports, starts plugins. */
import { mkdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { readConfigSchema } from "../core/config-schema.ts";
import { AiHubError } from "../core/errors.ts";
import { type Manifest, pluginId } from "../core/manifest/validate.ts";
import type { Declared } from "../core/permissions/decide.ts";
import { byKind } from "../core/permissions/kinds.ts";
import { declared } from "../core/permissions/permission-set.ts";
import type { Audit, AuditEntry, Prompter } from "../core/ports.ts";
import { type Limits, type LogLevel, MAX_CALLS_IN_FLIGHT } from "../core/protocol/messages.ts";
import type { Builder } from "./build/build.ts";
import type { PluginInspector } from "./debug/plugin-inspector.ts";
import { installedFolders } from "./installed-folders.ts";
import { loadManifest } from "./manifest-file.ts";
import { HttpClient, type NetworkOptions } from "./net/client.ts";
import type { PluginSource, Runtime } from "./open-session.ts";
import { AuditLog } from "./permissions/audit-log.ts";
import { AuditTrail } from "./permissions/audit-trail.ts";
import type { RuleLists } from "./permissions/broker-options.ts";
import { PolicyFile } from "./permissions/policy-file.ts";
import { PromptQueue } from "./permissions/prompt-queue.ts";
import { ReservedPlaces } from "./permissions/reserved-places.ts";
import { PluginInstance } from "./plugin-instance.ts";
import { PluginTests } from "./plugin-tests.ts";
import { Dispatcher } from "./rpc/dispatch.ts";
import { hostMethods } from "./rpc/table.ts";
import { loadSandboxFiles, type SandboxLocations, SOURCE_LOCATIONS } from "./sandbox-files.ts";
import { EventBus } from "./services/event-bus.ts";
import { WorkerPool } from "./worker-pool.ts";

type OwnParts = "policy" | "reserved" | "pool" | "bus" | "dispatcher" | "http" | "audit" | "tellsStacks";

export interface PluginHostOptions extends Omit<Runtime, OwnParts> {
  readonly builder: Builder;
  /** @default where a checkout has them */
  readonly locations?: SandboxLocations;
  /** Sandboxes kept ready. @default 0 */
  readonly poolSize?: number;
  readonly prompter: Prompter;
  /** @default the policy file of the home, or the one that `AIHUB_POLICY` names */
  readonly policy?: Runtime["policy"];
  /** A second trail, beside `audit.jsonl` in the home folder. No scope reaches its file, if it has one. @default none */
  readonly audit?: Audit & { readonly file?: string | undefined };
  /** Whether the trails say where in its code the plugin was. @default never */
  readonly auditStacks?: () => boolean;
  /** Told of the first attempt of a plugin to get out of its bounds, once for each kind of permission. */
  readonly onViolation?: (entry: AuditEntry) => void;
  /** @default the system's resolver and certificates */
  readonly network?: NetworkOptions;
}

export interface LimitOverrides {
  /** Replaces both the activation and the call limit. */
  readonly timeoutMs?: number;
  readonly memoryMB?: number;
}

export interface OpenOptions {
  /** @default nothing: what is declared is asked for */
  readonly rules?: RuleLists;
  /** Take everything for declared, to find out what a plugin needs. @default false */
  readonly declareAll?: boolean;
  readonly limits?: LimitOverrides;
  /** Runs the plugin instrumented, for a debugger. @default none */
  readonly inspector?: PluginInspector;
  /** Hears what the plugin logs, besides the log of all. @default nobody */
  readonly onLog?: (level: LogLevel, text: string) => void;
}

export const DEFAULT_MEMORY_MB = 128;
const ACTIVATE_MS = 5000;
const CALL_MS = 30_000;
const EVERYTHING: Declared = { ...byKind(() => "all" as const), protocols: "all" };
const NO_RULES: RuleLists = { allow: {}, deny: {} };

export class PluginHost {
  readonly #options: PluginHostOptions;
  readonly #runtime: Runtime;
  readonly #auditLog: AuditLog;
  /** Those that are not stopped. */
  readonly #instances = new Set<PluginInstance>();

  /** Loads the interpreter and, with a `poolSize`, begins to warm its workers. */
  static async create(options: PluginHostOptions): Promise<PluginHost> {
    const files = await loadSandboxFiles(options.locations ?? SOURCE_LOCATIONS);
    const pool = new WorkerPool(files, options.poolSize ?? 0, DEFAULT_MEMORY_MB);
    pool.warm().catch(() => {}); // a worker that cannot start says so when a plugin takes one
    return new PluginHost(options, pool);
  }

  private constructor(options: PluginHostOptions, pool: WorkerPool) {
    this.#options = options;
    const { home, log, audit, onViolation, prompter, auditStacks } = options;
    this.#auditLog = new AuditLog(join(home, "audit.jsonl"), {
      onProblem: (message) => log.write("aihub", "error", message),
    });
    const policy = options.policy ?? new PolicyFile(home);
    this.#runtime = {
      ...options,
      policy,
      reserved: new ReservedPlaces(home, () => policy.file, audit?.file),
      audit: new AuditTrail([this.#auditLog, ...(audit ? [audit] : [])], { onViolation, stacks: auditStacks }),
      prompter: new PromptQueue(prompter),
      tellsStacks: () => prompter.silent !== true || auditStacks?.() === true,
      pool,
      bus: new EventBus(),
      http: new HttpClient(options.network),
      dispatcher: new Dispatcher(hostMethods),
    };
  }

  /** Resolves when the pool is as full as `poolSize` says. */
  async warm(): Promise<void> {
    await this.#runtime.pool.warm();
  }

  /** Opens the plugin in a folder; it is not started yet. @throws AiHubError ERR_MANIFEST, ERR_NOT_FOUND. */
  async openFolder(dir: string, options: OpenOptions = {}): Promise<PluginInstance> {
    const { manifest, dir: folder } = await loadValid(dir);
    return this.#openPlugin(manifest, folder, { dataDir: folder, installed: false }, options);
  }

  /**
   * Opens a test file of the plugin in a folder: it runs in place of the plugin, beside the plugin if that runs, with the
   * same manifest, decisions and limits. Built in memory when it is loaded.
   *
   * @param file its path, absolute or from the plugin's folder
   * @throws AiHubError ERR_MANIFEST, ERR_NOT_FOUND. A file outside of the plugin's folder is refused when it is loaded.
   */
  async openTests(dir: string, file: string, options: OpenOptions = {}): Promise<PluginTests> {
    const { manifest, dir: folder } = await loadValid(dir);
    const { builder, home } = this.#options;
    const tests = (signal?: AbortSignal) => builder.buildTests(folder, file, manifest, home, signal);
    return new PluginTests(
      await this.#openPlugin(manifest, folder, { dataDir: folder, installed: false }, options, tests),
    );
  }

  /**
   * Opens a plugin of the home by its id: its decisions go by the id, and it writes to its data folder.
   *
   * @throws AiHubError ERR_NOT_FOUND, ERR_MANIFEST also when the plugin calls itself otherwise, ERR_IO
   */
  async openInstalled(id: string, options: OpenOptions = {}): Promise<PluginInstance> {
    const { code, data } = installedFolders(this.#options.home, id);
    const { manifest, dir } = await loadValid(code);
    if (manifest.id !== id) {
      throw new AiHubError("ERR_MANIFEST", `The plugin installed as ${id} calls itself ${manifest.id}`);
    }
    await mkdir(data, { recursive: true }).catch((cause: unknown) => {
      throw new AiHubError("ERR_IO", `Cannot make the data folder of ${id}: ${data}`, undefined, { cause });
    });
    return this.#openPlugin(manifest, dir, { dataDir: data, installed: true }, options);
  }

  /**
   * Opens one bare file: a plugin without a manifest. What `rules` allow is its declaration too; without them it may
   * do nothing.
   */
  async openFile(file: string, options: OpenOptions = {}): Promise<PluginInstance> {
    const path = await realpath(file).catch(() => {
      throw new AiHubError("ERR_NOT_FOUND", `No such file: ${file}`);
    });
    const name = basename(path, extname(path));
    const manifest = { name, version: "0.0.0", id: pluginId(name) } as Manifest;
    const rules = options.rules ?? NO_RULES;
    return this.#open({
      manifest,
      dir: dirname(path),
      dataDir: dirname(path),
      installed: false,
      role: "bare",
      configProperties: [],
      declared: declaredByRules(rules),
      rules,
      limits: limitsOf(manifest, options.limits, CALL_MS),
      ...(options.inspector && { inspector: options.inspector }),
      ...(options.onLog && { onLog: options.onLog }),
      build: (signal) => this.#options.builder.buildFile(path, this.#options.home, signal),
    });
  }

  /** Stops every plugin and ends every worker. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#instances].map((instance) => instance.stop()));
    await this.#runtime.pool.dispose();
    this.#auditLog.dispose();
  }

  async #openPlugin(
    manifest: Manifest,
    dir: string,
    place: Pick<PluginSource, "dataDir" | "installed">,
    options: OpenOptions,
    tests?: PluginSource["build"],
  ): Promise<PluginInstance> {
    return this.#open({
      ...place,
      manifest,
      dir,
      role: tests ? "tests" : "plugin",
      configProperties: await this.#configOf(dir, manifest),
      declared: options.declareAll ? EVERYTHING : declared(manifest),
      rules: options.rules ?? NO_RULES,
      limits: limitsOf(manifest, options.limits, ACTIVATE_MS),
      ...(options.inspector && { inspector: options.inspector }),
      ...(options.onLog && { onLog: options.onLog }),
      build: tests ?? ((signal) => this.#options.builder.buildPlugin(dir, manifest, this.#options.home, signal)),
    });
  }

  #open(source: PluginSource): PluginInstance {
    const instance = new PluginInstance(source, this.#runtime);
    instance.onStatus((status) => {
      if (status === "stopped") this.#instances.delete(instance);
      else this.#instances.add(instance);
    });
    return instance;
  }

  /** The plugin's config schema, read inside its folder; a missing or broken one has no settings. */
  async #configOf(dir: string, manifest: Manifest) {
    const path = manifest.resources?.config;
    if (path === undefined) return [];
    try {
      const root = await realpath(dir);
      const file = await realpath(resolve(root, path));
      if (relative(root, file).startsWith("..")) return [];
      return readConfigSchema(JSON.parse(await readFile(file, "utf8")));
    } catch {
      this.#options.log.write(
        manifest.id,
        "warn",
        `The config schema ${path} cannot be read: the plugin has no settings`,
      );
      return [];
    }
  }
}

async function loadValid(folder: string): Promise<{ readonly manifest: Manifest; readonly dir: string }> {
  const { value: manifest, problems, file, dir } = await loadManifest(folder);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (manifest && errors.length === 0) return { manifest, dir };
  const lines = errors.map((p) => `${file}:${p.line}:${p.column}: ${p.message}`);
  throw new AiHubError("ERR_MANIFEST", lines.join("\n") || `${file} is not valid`);
}

function limitsOf(manifest: Manifest, overrides: LimitOverrides = {}, activateMs: number): Limits {
  const limits = manifest.limits ?? {};
  return {
    activateMs: overrides.timeoutMs ?? activateMs,
    callMs: overrides.timeoutMs ?? limits.timeoutMs ?? CALL_MS,
    memoryMB: overrides.memoryMB ?? limits.memoryMB ?? DEFAULT_MEMORY_MB,
    maxConcurrentCalls: Math.min(limits.maxConcurrentCalls ?? MAX_CALLS_IN_FLIGHT, MAX_CALLS_IN_FLIGHT),
  };
}

function declaredByRules({ allow, from }: RuleLists): Declared {
  return { ...byKind((kind) => allow[kind] ?? []), protocols: "all", from: from ?? "flags" };
}
