/** Runs what a manifest describes, as its code lens offers. */
import { dirname } from "node:path";
import { commands, Uri, window, workspace } from "vscode";
import { bridgeCommandId } from "../runtime/core/bridge-ids.ts";
import { inert } from "./display.ts";
import type { PluginEntry } from "./plugin-entry.ts";
import type { Plugins } from "./plugins.ts";
import type { ChannelLog } from "./ports/log.ts";

/**
 * Saves what is open of the plugin and starts it anew from its files. With a command, runs that; otherwise shows the log.
 * Resolves with the command's result.
 *
 * @param manifest the URI of a `plugin.json`; of any other kind, the editor in front counts
 */
export async function runPlugin(
  plugins: Plugins,
  log: ChannelLog,
  manifest: unknown,
  command: unknown,
): Promise<unknown> {
  const uri = typeof manifest === "string" ? Uri.parse(manifest) : window.activeTextEditor?.document.uri;
  if (uri?.scheme !== "file" || !uri.path.endsWith("/plugin.json"))
    return tell("Open a plugin's plugin.json to run it.");
  const dir = dirname(uri.fsPath);
  await saveBelow(Uri.joinPath(uri, ".."));
  const before = plugins.entries;
  await plugins.scan();
  await plugins.settled();
  const entry = plugins.entries.find(({ found }) => found.dir === dir);
  if (!entry) return tell(whyNot(dir));
  if (before.includes(entry)) await entry.restart();
  if (typeof command !== "string") return log.show(entry.id);
  return runCommand(entry, command);
}

function runCommand(entry: PluginEntry, command: string): unknown {
  const isDeclared = entry.bridge.commands.some(({ id }) => id === command);
  if (!isDeclared) return tell(`${entry.name} has no command ${JSON.stringify(command)}.`);
  return commands.executeCommand(bridgeCommandId(entry.id, command));
}

/**
 * Saves what has changed. `isDirty` does not tell: VS Code takes it back when a save ends, also when the document was
 * changed meanwhile; saving a document without changes does nothing.
 */
export async function saveBelow(folder: Uri): Promise<void> {
  const prefix = `${folder.toString()}/`;
  const open = workspace.textDocuments.filter(({ uri }) => uri.toString().startsWith(prefix));
  await Promise.all(open.map((document) => document.save()));
}

export function whyNot(dir: string): string {
  if (!workspace.isTrusted) return "Plugins of a workspace run only when you trust it.";
  return `No plugin runs from ${dir}: it has errors, or lies deeper in the workspace than AI Hub looks.`;
}

function tell(text: string): undefined {
  void window.showWarningMessage(inert(text));
}
