/** Wires the runtime to the editor. A bundle of its own, loaded when there is a plugin to run. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ExtensionContext, window, workspace } from "vscode";
import { Scope } from "../runtime/core/lifetime.ts";
import { createBuilder } from "../runtime/host/build/build.ts";
import type { Esbuild } from "../runtime/host/build/bundle.ts";
import { PluginHost } from "../runtime/host/plugin-host.ts";
import { Actions } from "./actions.ts";
import { BridgeInstaller } from "./bridge-installer.ts";
import { Debugging } from "./debug/debugging.ts";
import { fileFolders } from "./folders.ts";
import { Panels } from "./panels/panels.ts";
import { ReviewOffer } from "./permissions/review-offer.ts";
import type { PluginEntry } from "./plugin-entry.ts";
import { Plugins } from "./plugins.ts";
import { PluginsView } from "./plugins-view.ts";
import { SettingsStore } from "./ports/config-store.ts";
import { ChannelLog } from "./ports/log.ts";
import { EditorPolicy } from "./ports/policy.ts";
import { violationText } from "./ports/prompt-text.ts";
import { DialogPrompter } from "./ports/prompter.ts";
import { EditorUi } from "./ports/ui.ts";
import { RunningCommands } from "./running-commands.ts";
import { StatusBar } from "./status-bar.ts";
import { DebuggedTests } from "./tests/debugged-tests.ts";
import { TestExplorer } from "./tests/test-explorer.ts";

/** Sandboxes kept ready for the next plugin to start. */
const POOL_SIZE = 1;

export interface Composition {
  readonly plugins: Plugins;
  readonly actions: Actions;
  readonly debugging: Debugging;
  /** Stops every plugin; nothing of them is left. */
  dispose(): Promise<void>;
}

export async function compose(context: ExtensionContext): Promise<Composition> {
  const home = context.globalStorageUri.fsPath;
  const dist = join(context.extensionPath, "dist");
  const media = join(context.extensionPath, "media");
  const [bridgeScript, statusCss] = await Promise.all(
    ["panel.js", "status.css"].map((name) => readFile(join(media, name), "utf8")),
  );
  const scope = new Scope();
  const log = scope.add(new ChannelLog());
  const panels = new Panels({ bridgeScript: bridgeScript ?? "", statusCss: statusCss ?? "" });
  const running = new RunningCommands(log);
  let auditStacks = wantsAuditStacks();
  scope.add(
    workspace.onDidChangeConfiguration(() => {
      auditStacks = wantsAuditStacks();
    }),
  );
  const policy = scope.add(new EditorPolicy(home));
  const host = await PluginHost.create({
    home,
    policy,
    prompter: new DialogPrompter((pluginId) => plugins.find(pluginId)),
    ui: new EditorUi(panels, running, (pluginId) => plugins.find(pluginId)?.name ?? pluginId),
    log,
    auditStacks: () => auditStacks,
    onViolation: (entry) => {
      const name = plugins.find(entry.pluginId)?.name ?? entry.pluginId;
      void window.showWarningMessage(violationText(name, entry));
    },
    config: new SettingsStore(context.globalState),
    workspace: { folders: fileFolders },
    builder: createBuilder(() => loadEsbuild(dist), { sdkEntry: join(dist, "sdk", "index.js") }),
    locations: {
      workerUrl: pathToFileURL(join(dist, "sandbox-worker.js")),
      wasmUrl: pathToFileURL(join(dist, "quickjs.wasm")),
      preludeUrl: pathToFileURL(join(dist, "prelude.js")),
      agentUrl: pathToFileURL(join(dist, "agent.js")),
    },
    poolSize: POOL_SIZE,
  });
  const bridges = new BridgeInstaller(join(home, "bridges"), context.globalState);
  const offer = new ReviewOffer(context.globalState, log);
  const onOpened = (opened: readonly PluginEntry[]) => void offer.consider(opened);
  const plugins = new Plugins({ home, host, bridges, services: { log, panels, running }, onOpened });
  scope.add(new StatusBar(plugins));
  scope.add(new PluginsView(plugins));
  const debuggedTests = new DebuggedTests();
  const debugging = new Debugging({
    plugins,
    host,
    tests: debuggedTests,
    home,
    mayAsk: () => policy.read().prompts,
  });
  scope.add(new TestExplorer(plugins, host, debuggedTests));
  return {
    plugins,
    actions: new Actions({ plugins, log, home, debugging }),
    debugging,
    async dispose() {
      await plugins.dispose();
      await host.dispose();
      scope.dispose();
    },
  };
}

function wantsAuditStacks(): boolean {
  return workspace.getConfiguration("aihub").get<unknown>("audit.stacks", false) === true;
}

/** 14 MB of WebAssembly: loaded only when a plugin has to be built. */
async function loadEsbuild(dist: string): Promise<Esbuild> {
  const entry = join(dist, "esbuild-wasm", "lib", "main.js");
  return createRequire(entry)(entry);
}
