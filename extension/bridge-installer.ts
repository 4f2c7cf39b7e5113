/** Installs and removes the bridges that make plugins native citizens of the editor. */
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import codicons from "@vscode/codicons/src/template/mapping.json" with { type: "json" };
import { commands, extensions, type Memento, Uri, workspace } from "vscode";
import { BRIDGE_PUBLISHER } from "../runtime/core/bridge-ids.ts";
import { type BridgePlugin, bridgeManifest } from "../runtime/core/bridge-manifest.ts";
import { bridgeVersion, bridgeVsix } from "../runtime/host/bridge-vsix.ts";
import { installedBridges, setBridgeVisible } from "./bridge-visibility.ts";

/** With their aliases, as the language server offers them. */
const CODICONS: ReadonlySet<string> = new Set(Object.values(codicons).flat());
const CONTRIBUTED_WITHIN_MS = 15_000;
const FOLDERS_KEY = "bridge.folders";

export class BridgeInstaller {
  readonly #folder: string;
  readonly #memento: Memento;
  /** Installations run one after the other: VS Code rewrites one list of extensions for each. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param folder where VSIX files are written. */
  constructor(folder: string, memento: Memento) {
    this.#folder = folder;
    this.#memento = memento;
  }

  /**
   * Makes VS Code show what the plugin contributes; resolves when it does.
   *
   * @throws when the installation is switched off, forbidden or fails: then only the quick pick offers the commands.
   */
  async install(plugin: BridgePlugin, dir: string): Promise<void> {
    await setBridgeVisible(plugin.id, true);
    const manifest = bridgeManifest(plugin, CODICONS);
    if (Object.keys(manifest.contributes).length === 0) return this.remove(plugin.id);
    await this.#remember(plugin.id, dir);
    if (installedVersion(plugin.id) === bridgeVersion(manifest)) return;
    if (!workspace.getConfiguration("aihub").get<boolean>("nativeContributions", true)) {
      throw new Error('switched off by the setting "aihub.nativeContributions"');
    }
    await this.#inTurn(async () => {
      const vsix = await bridgeVsix(manifest);
      await mkdir(this.#folder, { recursive: true });
      const file = join(this.#folder, `${vsix.extensionId}-${vsix.version}.vsix`);
      await writeFile(file, vsix.bytes);
      try {
        await commands.executeCommand("workbench.extensions.installExtension", Uri.file(file));
        await contributed(plugin.id, vsix.version);
      } finally {
        await rm(file, { force: true });
      }
    });
  }

  /** Takes the plugin's commands, views and settings away again. */
  async remove(pluginId: string): Promise<void> {
    await setBridgeVisible(pluginId, false);
    await this.#remember(pluginId, undefined);
    if (installedVersion(pluginId) === undefined) return;
    await this.#inTurn(() =>
      commands.executeCommand("workbench.extensions.uninstallExtension", `${BRIDGE_PUBLISHER}.${pluginId}`),
    );
  }

  /** Hides the bridges of plugins that this window does not have, and removes those whose plugin is gone for good. */
  async tidy(known: ReadonlySet<string>): Promise<void> {
    const folders = this.#folders();
    for (const pluginId of installedBridges()) {
      if (known.has(pluginId)) continue;
      const dir = folders[pluginId];
      if (dir !== undefined && (await exists(join(dir, "plugin.json")))) await setBridgeVisible(pluginId, false);
      else await this.remove(pluginId);
    }
  }

  async #inTurn(work: () => Thenable<unknown>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.then(
      () => {},
      () => {},
    );
    await turn;
  }

  #folders(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(FOLDERS_KEY, {});
  }

  async #remember(pluginId: string, dir: string | undefined): Promise<void> {
    const { [pluginId]: before, ...others } = this.#folders();
    if (before !== dir)
      await this.#memento.update(FOLDERS_KEY, dir === undefined ? others : { ...others, [pluginId]: dir });
  }
}

function installedVersion(pluginId: string): string | undefined {
  return extensions.getExtension(`${BRIDGE_PUBLISHER}.${pluginId}`)?.packageJSON.version;
}

async function contributed(pluginId: string, version: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const check = () => {
      if (installedVersion(pluginId) !== version) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const subscription = extensions.onDidChange(check);
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`VS Code did not take up ${BRIDGE_PUBLISHER}.${pluginId} within ${CONTRIBUTED_WITHIN_MS} ms`));
    }, CONTRIBUTED_WITHIN_MS);
    check();
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
