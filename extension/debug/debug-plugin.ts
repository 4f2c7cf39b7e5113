/** Starts a debug session on a plugin, as the palette, the code lens and the list of plugins offer. */
import { dirname } from "node:path";
import { debug, Uri, window, workspace } from "vscode";
import { inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import { saveBelow, whyNot } from "../run-plugin.ts";
import type { ConfigurationProvider } from "./configuration-provider.ts";

/**
 * Saves what is open of the plugin and debugs it. Resolves with whether a session has begun.
 *
 * @param meant a plugin's id, or its `plugin.json`; of anything else the person chooses
 * @param command what to debug of it; without one all of a `plugin.json`, and what the person chooses of an id
 */
export async function debugPlugin(
  plugins: Plugins,
  configurations: ConfigurationProvider,
  meant: unknown,
  command: unknown,
): Promise<boolean> {
  const manifest = manifestOf(meant);
  if (manifest) await saveBelow(Uri.joinPath(manifest, "..")); // its command may have been written just now
  await plugins.scan();
  const entry = find(plugins, meant, manifest);
  const dir = entry?.found.dir ?? (manifest && dirname(manifest.fsPath));
  if (!entry && dir !== undefined && !workspace.isTrusted) return tell(whyNot(dir));
  const folder = dir === undefined ? undefined : workspace.getWorkspaceFolder(Uri.file(dir));
  const choice = manifest ? { entry: typeof command === "string" ? command : undefined } : undefined;
  if (entry && choice?.entry !== undefined && !entry.bridge.commands.some(({ id }) => id === choice.entry)) {
    return tell(`${entry.name} has no command ${JSON.stringify(choice.entry)}.`);
  }
  const config = await configurations.choose(folder, entry ?? (dir === undefined ? undefined : { dir }), choice);
  if (!config) return false;
  if (entry && !manifest) await saveBelow(Uri.file(entry.found.dir));
  return debug.startDebugging(folder, config);
}

function manifestOf(meant: unknown): Uri | undefined {
  const uri = typeof meant === "string" && meant.startsWith("file:") ? Uri.parse(meant) : meant;
  return uri instanceof Uri && uri.scheme === "file" && uri.path.endsWith("/plugin.json") ? uri : undefined;
}

function find(plugins: Plugins, meant: unknown, manifest: Uri | undefined): PluginEntry | undefined {
  if (manifest) return plugins.entries.find(({ found }) => found.dir === dirname(manifest.fsPath));
  return typeof meant === "string" ? plugins.find(meant) : undefined;
}

function tell(text: string): false {
  void window.showWarningMessage(inert(text));
  return false;
}
