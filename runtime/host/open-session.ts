/** Composes one run of a plugin: its code, its broker and services, and a worker to run in. */
import { realpath } from "node:fs/promises";
import type { ConfigProperty } from "../core/config-schema.ts";
import { AiHubError, type IsolationError } from "../core/errors.ts";
import type { Manifest } from "../core/manifest/validate.ts";
import type { Rules } from "../core/permissions/decide.ts";
import { forbids, type Policy, policyFor } from "../core/permissions/policy.ts";
import { declaredReasons } from "../core/permissions/reason.ts";
import type { Audit, ConfigStore, PluginLog, Prompter, Ui, Workspace } from "../core/ports.ts";
import type { EntryRole, Limits, LogLevel } from "../core/protocol/messages.ts";
import type { BuiltPlugin } from "./build/build.ts";
import type { PluginInspector } from "./debug/plugin-inspector.ts";
import type { HttpClient } from "./net/client.ts";
import { Broker } from "./permissions/broker.ts";
import type { RuleLists } from "./permissions/broker-options.ts";
import { grantFile, usageFile } from "./permissions/grant-place.ts";
import { GrantStore } from "./permissions/grant-store.ts";
import { OwnPermissions } from "./permissions/own-permissions.ts";
import { foldsCase } from "./permissions/path-guard.ts";
import { type GuardedRoots, type ReservedPlaces, withSlashes } from "./permissions/reserved-places.ts";
import { TokenLedger } from "./permissions/token-ledger.ts";
import type { PluginContext } from "./plugin-context.ts";
import { PluginSession } from "./plugin-session.ts";
import { RateLimit } from "./rate-limit.ts";
import type { Dispatcher } from "./rpc/dispatch.ts";
import type { EventBus } from "./services/event-bus.ts";
import { OpenFiles } from "./services/fs/open-files.ts";
import { Watchers } from "./services/fs/watchers.ts";
import { PluginConfig } from "./services/plugin-config.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** A plugin that is ready to be started any number of times. */
export interface PluginSource {
  readonly manifest: Manifest;
  /** The folder that `./` means. */
  readonly dir: string;
  /** Where an installed plugin writes; `dir` for one run from its source folder. */
  readonly dataDir: string;
  readonly installed: boolean;
  readonly role: EntryRole;
  readonly configProperties: readonly ConfigProperty[];
  readonly declared: Rules["declared"];
  readonly rules: RuleLists;
  readonly limits: Limits;
  /** Runs the plugin instrumented, under a debugger. */
  readonly inspector?: PluginInspector;
  /** Hears what the plugin logs, besides the log of all. */
  readonly onLog?: (level: LogLevel, text: string) => void;
  build(signal?: AbortSignal): Promise<BuiltPlugin>;
}

/** What all plugins of a host share. */
export interface Runtime {
  readonly home: string;
  /** What the administrator has decided, as it stands now; throws when that cannot be known. And where that stands. */
  readonly policy: { readonly file: string; read(): Policy };
  /** What no plugin reaches, whatever it is granted. */
  readonly reserved: ReservedPlaces;
  readonly prompter: Prompter;
  readonly ui: Ui;
  readonly log: PluginLog;
  readonly config: ConfigStore;
  readonly workspace: Workspace;
  readonly audit: Audit;
  /** Whether plugins that start now tell where in their code they ask for permissions. */
  readonly tellsStacks: () => boolean;
  readonly pool: WorkerPool;
  readonly bus: EventBus;
  readonly http: HttpClient;
  readonly dispatcher: Dispatcher;
}

const NOTIFICATIONS = 5;
const NOTIFICATION_WINDOW_MS = 10_000;
/** Events that one plugin may listen to: each costs the host a listener for as long as the plugin runs. */
const MAX_SUBSCRIPTIONS = 1000;

export interface SessionEvents {
  /** Aborted when the plugin stops: prompts are withdrawn, subscriptions end, pending host calls find it aborted. */
  readonly signal: AbortSignal;
  readonly onFault: (error: IsolationError) => void;
}

/** Builds the plugin, takes a worker and sends `start`; the guest has run nothing of the plugin yet. */
export async function openSession(
  source: PluginSource,
  runtime: Runtime,
  events: SessionEvents,
): Promise<PluginSession> {
  const { manifest, inspector } = source;
  const limits = permittedLimits(source, runtime.policy.read());
  const config = new PluginConfig(manifest.id, source.configProperties, runtime.config);
  const [built, settings, broker] = await Promise.all([
    source.build(events.signal).then((plain) => inspector?.prepare(plain) ?? plain),
    config.read(),
    createBroker(source, runtime, events.signal),
  ]);
  const worker = await runtime.pool.take(limits.memoryMB, inspector !== undefined);
  const subscribed = new Set<string>();
  const context: PluginContext = {
    id: manifest.id,
    manifest,
    broker,
    config,
    ui: runtime.ui,
    bus: runtime.bus,
    permissions: new OwnPermissions(broker.own, (key, answer) =>
      session.deliver("permission", key, JSON.stringify(answer)),
    ),
    http: runtime.http,
    files: new OpenFiles(),
    watchers: new Watchers((id, news) => session.deliver("watch", String(id), JSON.stringify(news))),
    notifications: new RateLimit("notifications", NOTIFICATIONS, NOTIFICATION_WINDOW_MS),
    listenTo(event) {
      if (subscribed.has(event)) return;
      if (subscribed.size >= MAX_SUBSCRIPTIONS) {
        throw new AiHubError("ERR_QUOTA", `A plugin may listen to at most ${MAX_SUBSCRIPTIONS} events`);
      }
      subscribed.add(event);
      const name = event.includes("/") ? event : `${manifest.id}/${event}`;
      const off = runtime.bus.subscribe(name, (_, json) => session.deliver("event", event, json));
      events.signal.addEventListener("abort", off, { once: true });
    },
  };
  const endFiles = () => {
    context.watchers.dispose();
    context.permissions.dispose();
    void context.files.dispose();
  };
  events.signal.addEventListener("abort", endFiles, { once: true });
  const session = new PluginSession({
    worker,
    context,
    dispatcher: runtime.dispatcher,
    signal: events.signal,
    stacks: built,
    onLog(level, text, from) {
      runtime.log.write(manifest.id, level, text);
      inspector?.log(level, text, from && { source: from.file, line: from.line, column: from.column });
      source.onLog?.(level, text);
    },
    onFault: events.onFault,
    ...(inspector && { onDebug: (json) => inspector.receive(json) }),
  });
  const off = config.onChange(
    () => void config.read().then((values) => session.deliver("config", "change", JSON.stringify(values))),
  );
  events.signal.addEventListener("abort", off, { once: true });
  session.start({
    v: 1,
    type: "start",
    plugin: { id: manifest.id, version: manifest.version, manifestJson: JSON.stringify(manifest) },
    modules: built.modules,
    entry: built.entry,
    namespaces: namespacesOf(source),
    configJson: JSON.stringify(settings),
    limits,
    stackOf: runtime.tellsStacks() ? runtime.dispatcher.guarded : [],
    role: source.role,
  });
  inspector?.attach((json) => worker.send({ v: 1, type: "debug", json }));
  return session;
}

/** @throws AiHubError ERR_PERMISSION_DENIED when the policy forbids the plugin or cannot be read */
function permittedLimits({ manifest, limits, role }: PluginSource, policy: Policy): Limits {
  const forbidden = role === "bare" ? undefined : forbids(policy, manifest.id, manifest.version);
  if (forbidden) throw new AiHubError("ERR_PERMISSION_DENIED", forbidden.reason, "an administrator has decided that");
  const { timeoutMs = Number.POSITIVE_INFINITY, memoryMB = Number.POSITIVE_INFINITY } = policy.limits;
  return {
    ...limits,
    activateMs: Math.min(limits.activateMs, timeoutMs),
    callMs: Math.min(limits.callMs, timeoutMs),
    memoryMB: Math.min(limits.memoryMB, memoryMB),
  };
}

/** Where the person's decisions about a plugin are kept, and what its scopes mean at the moment. */
export async function decisionsOf(
  source: PluginSource,
  runtime: Pick<Runtime, "home" | "log" | "reserved" | "ui" | "workspace">,
): Promise<{ readonly roots: GuardedRoots; readonly store: GrantStore; readonly ledger: TokenLedger }> {
  const { manifest } = source;
  const real = async (path: string) => withSlashes(await realpath(path));
  const [plugin, data, ...workspace] = await Promise.all(
    [source.dir, source.dataDir, ...runtime.workspace.folders()].map(real),
  );
  if (plugin === undefined || data === undefined) throw new AiHubError("ERR_NOT_FOUND", "The plugin has no folder");
  const folds = await Promise.all([plugin, data, ...workspace].map(foldsCase));
  const { reserved } = runtime;
  const roots: GuardedRoots = { plugin, data, workspace, caseInsensitive: folds.includes(true), reserved };
  const file = grantFile(runtime.home, source.installed ? { installedId: manifest.id } : { realDir: roots.plugin });
  const about = {
    plugin: source.installed ? manifest.id : roots.plugin,
    // Not in the log alone, which nobody may look at: what the person granted holds no longer.
    onProblem: (message: string) =>
      void runtime.ui
        .showNotification(manifest.id, message, "warning")
        .catch(() => runtime.log.write(manifest.id, "warn", message)),
  };
  return { roots, store: new GrantStore(file, about), ledger: new TokenLedger(usageFile(file), about) };
}

async function createBroker(source: PluginSource, runtime: Runtime, signal: AbortSignal): Promise<Broker> {
  const { manifest, declared, rules } = source;
  const { roots, store, ledger } = await decisionsOf(source, runtime);
  return new Broker({
    pluginId: manifest.id,
    pluginName: manifest.name,
    declared,
    rules,
    store,
    ledger,
    amounts: manifest,
    policy: () => policyFor(runtime.policy.read(), manifest.id, manifest.version),
    roots,
    reasons: declaredReasons(manifest),
    prompter: runtime.prompter,
    audit: runtime.audit,
    signal,
  });
}

/** A namespace that the manifest does not declare is absent in the guest. */
function namespacesOf({ manifest, declared }: PluginSource): string[] {
  const has = (scopes: readonly string[] | "all") => scopes === "all" || scopes.length > 0;
  const asked = { ...manifest.permissions, ...manifest.optionalPermissions };
  return [
    "ui",
    "api",
    "events",
    "config",
    "lifecycle",
    "permissions",
    "log",
    "workflows",
    "crypto",
    ...(asked.filesystem || has(declared.read) || has(declared.write) ? ["fs"] : []),
    ...(asked.network || has(declared.net) ? ["http"] : []),
    ...(asked.memory || has(declared.memory) ? ["memory"] : []),
    ...(asked.ai || has(declared.ai) ? ["ai"] : []),
  ];
}
