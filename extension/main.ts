/** Activation. Loads nothing but itself until a plugin is found or asked for: a window without plugins pays nothing. */
import { commands, type ExtensionContext, extensions, RelativePattern, window, workspace } from "vscode";
import type { PluginStatus } from "../runtime/core/lifecycle.ts";
import { ACTIONS } from "./action-names.ts";
import { installedBridges, setBridgeVisible } from "./bridge-visibility.ts";
import type { Composition } from "./composition.ts";
import { registerDebugger } from "./debug/register.ts";
import { findPlugins, MANIFEST_GLOB } from "./discover.ts";
import { errorText } from "./display.ts";
import { pluginFolders } from "./folders.ts";
import { HomeWatcher } from "./home-watcher.ts";
import { followManifests } from "./language/manifests.ts";

/** What `vscode.extensions.getExtension("pajamasweb.ai-hub").exports` offers to tests and benchmarks. */
export interface AiHubExtension {
  /** Milliseconds that `activate` took. */
  readonly activationMs: number;
  /** The folder of installed plugins and of what was granted. */
  readonly home: string;
  /** Resolves when the plugins of this window have been looked for and started; says how each is. */
  settled(): Promise<readonly { readonly id: string; readonly status: PluginStatus; readonly error?: string }[]>;
}

let composition: Promise<Composition> | undefined;

export function activate(context: ExtensionContext): AiHubExtension {
  const startedAt = performance.now();
  for (const action of ACTIONS) {
    const run = async (...args: unknown[]) => (await load(context)).actions.run(action, ...args);
    context.subscriptions.push(commands.registerCommand(`aihub.${action}`, run));
  }
  context.subscriptions.push(registerDebugger(async () => (await load(context)).debugging));
  context.subscriptions.push(followManifests(() => void startLanguageServer(context)));
  const look = () => lookForPlugins(context);
  const installed = new HomeWatcher(context.globalStorageUri.fsPath, look);
  void installed.start().catch(() => {}); // `Plugins`, which watches too, says so
  context.subscriptions.push(
    installed,
    workspace.onDidGrantWorkspaceTrust(look),
    workspace.onDidChangeWorkspaceFolders(look),
    extensions.onDidChange(look), // another window may have installed a bridge
    ...(workspace.workspaceFolders ?? []).map((folder) => {
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(folder, MANIFEST_GLOB), false, true, true);
      watcher.onDidCreate(look);
      return watcher;
    }),
  );
  const looked = look();
  return {
    activationMs: performance.now() - startedAt,
    home: context.globalStorageUri.fsPath,
    async settled() {
      await looked;
      await lookForPlugins(context); // the watcher need not have told of the first plugin yet
      const plugins = (await composition)?.plugins;
      await plugins?.scan();
      await plugins?.settled();
      return (plugins?.entries ?? []).map(({ id, instance: { status, error } }) => ({
        id,
        status,
        ...(error && { error: errorText(error) }),
      }));
    },
  };
}

/** VS Code waits for it, a few seconds at most. */
export async function deactivate(): Promise<void> {
  const loaded = await composition?.catch(() => undefined);
  composition = undefined;
  await loaded?.dispose();
}

async function lookForPlugins(context: ExtensionContext): Promise<void> {
  if (composition) return; // it looks for itself
  const found = await findPlugins(context.globalStorageUri.fsPath, pluginFolders());
  if (found.length > 0)
    await load(context).catch(() => {}); // `load` has told
  else await Promise.all(installedBridges().map((pluginId) => setBridgeVisible(pluginId, false)));
}

async function startLanguageServer(context: ExtensionContext): Promise<void> {
  try {
    const { startLanguageClient } = await import("./language/client.ts");
    context.subscriptions.push(await startLanguageClient(context));
  } catch (error) {
    void window.showErrorMessage(`AI Hub's language server could not start: ${errorText(error)}`);
  }
}

/** Starts the runtime once; a failure is shown, and the next use tries again. */
function load(context: ExtensionContext): Promise<Composition> {
  composition ??= start(context).catch((error: unknown) => {
    composition = undefined;
    void window.showErrorMessage(`AI Hub could not start: ${errorText(error)}`);
    throw error;
  });
  return composition;
}

async function start(context: ExtensionContext): Promise<Composition> {
  const { compose } = await import("./composition.ts");
  const composed = await compose(context);
  await composed.plugins.scan();
  return composed;
}
