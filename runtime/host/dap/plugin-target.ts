/** Debug targets from a plugin host: what `launch` means by its program. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AiHubError } from "../../core/errors.ts";
import type { PluginInspector } from "../debug/plugin-inspector.ts";
import type { PluginHost } from "../plugin-host.ts";
import type { PluginInstance } from "../plugin-instance.ts";
import type { DebugTarget } from "./debug-targets.ts";
import { type LaunchConfig, rulesOf } from "./launch-config.ts";

const BARE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/**
 * Opens what is to be launched; it does not run yet.
 *
 * @param host whoever opens plugins
 * @throws AiHubError ERR_NOT_FOUND, ERR_MANIFEST, ERR_INVALID_ARGUMENT
 */
export async function launchTarget(
  host: Pick<PluginHost, "openFile" | "openFolder">,
  config: LaunchConfig,
  inspector: PluginInspector,
): Promise<DebugTarget> {
  const { entry, input, noDebug = false, stopOnEntry = false, justMyCode = true, timeoutMs, memoryMB } = config;
  const place = await locate(config.program);
  if ("file" in place && entry !== undefined) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", `A bare file has no entries to call: "${entry}"`);
  }
  inspector.stopOnEntry = stopOnEntry;
  inspector.justMyCode = justMyCode;
  const options = {
    rules: rulesOf(config),
    limits: { ...(timeoutMs !== undefined && { timeoutMs }), ...(memoryMB !== undefined && { memoryMB }) },
    ...(!noDebug && { inspector }),
  };
  const instance = await ("file" in place
    ? host.openFile(place.file, options)
    : host.openFolder(place.folder, options));
  if (entry !== undefined) instance.requireEntry(entry);
  return instanceTarget(instance, entry, input);
}

/** Runs what was opened: calls the entry, or without one stays until it is stopped. */
export function instanceTarget(instance: PluginInstance, entry?: string, input?: unknown): DebugTarget {
  return {
    name: instance.manifest.name,
    run: async (built) => {
      const off = instance.onStatus((status) => status === "running" && built());
      return run(instance, entry, input).finally(off);
    },
    stop: () => instance.stop(),
  };
}

async function run(instance: PluginInstance, entry: string | undefined, input: unknown): Promise<unknown> {
  const ended = whenEnded(instance);
  ended.catch(() => {}); // it is told of by whoever waits for the start or the call
  await instance.start();
  if (entry === undefined && instance.source.role !== "bare") return ended;
  const result = entry === undefined ? instance.activated : await instance.invoke(entry, input);
  await instance.stop();
  return result;
}

/** Resolves when the plugin is stopped, rejects when it broke. */
function whenEnded(instance: PluginInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = instance.onStatus((status) => {
      if (status !== "stopped" && status !== "error") return;
      off();
      if (status === "error") reject(instance.error);
      else resolve();
    });
  });
}

async function locate(program: string): Promise<{ folder: string } | { file: string }> {
  const real = await realpath(program).catch(() => undefined);
  if (real === undefined) throw new AiHubError("ERR_NOT_FOUND", `No such file or folder: ${program}`);
  if ((await stat(real)).isDirectory()) return { folder: real };
  if (path.basename(real) === "plugin.json") return { folder: path.dirname(real) };
  if (BARE_FILE.test(real)) return { file: real };
  throw new AiHubError(
    "ERR_INVALID_ARGUMENT",
    `"${program}" is no plugin folder, plugin.json, JavaScript or TypeScript`,
  );
}
