/** The plugin whose decisions a command shows or changes: a folder, or the id of an installed one. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { declared } from "../../../runtime/core/permissions/permission-set.ts";
import { type InstalledFolders, installedFolders } from "../../../runtime/host/installed-folders.ts";
import { grantFile, usageFile } from "../../../runtime/host/permissions/grant-place.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { PluginPermissions } from "../../../runtime/host/permissions/plugin-permissions.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { withSlashes } from "../../../runtime/host/permissions/reserved-places.ts";
import { TokenLedger } from "../../../runtime/host/permissions/token-ledger.ts";
import { printable } from "../errors.ts";
import { aihubHome } from "../home.ts";
import { Terminal } from "../terminal.ts";
import { type DeclaringPlugin, declaringPlugin } from "./plugin.ts";

export interface Target {
  readonly plugin: DeclaringPlugin;
  readonly store: GrantStore;
  readonly ledger: TokenLedger;
}

/** @throws AiHubError ERR_NOT_FOUND, ERR_IO, and ERR_MANIFEST when the manifest has errors */
export async function findTarget(target: string, workspace?: string): Promise<Target> {
  const installed = installedFolders(aihubHome(), target);
  const isId = !existsSync(target) && /^[a-z0-9][a-z0-9._-]*$/.test(target) && existsSync(installed.code);
  const found = await declaringPlugin(isId ? installed.code : target, workspace);
  const plugin = isId ? { ...found, roots: { ...found.roots, data: withSlashes(dataFolder(installed)) } } : found;
  if (isId && plugin.manifest.id !== target) {
    throw new AiHubError("ERR_MANIFEST", `The plugin installed as ${target} calls itself ${plugin.manifest.id}`);
  }
  const file = grantFile(aihubHome(), isId ? { installedId: target } : { realDir: plugin.roots.plugin });
  const terminal = new Terminal();
  const about = {
    plugin: isId ? target : plugin.roots.plugin,
    onProblem: (message: string) => terminal.line(`${terminal.colors.yellow("warning:")} ${printable(message)}`),
  };
  return { plugin, store: new GrantStore(file, about), ledger: new TokenLedger(usageFile(file), about) };
}

/** What a person sees and changes of the plugin while it does not run here. */
export function permissionsOf({ plugin, store, ledger }: Target): PluginPermissions {
  const { manifest, roots } = plugin;
  return new PluginPermissions({
    manifest,
    declared: declared(manifest),
    rules: { allow: {}, deny: {} },
    roots,
    store,
    ledger,
    policy: new PolicyFile(aihubHome()),
    broker: () => undefined,
  });
}

/** The real data folder; where the plugin has none yet, the one that it will have. */
function dataFolder({ data }: InstalledFolders): string {
  return existsSync(data) ? realpathSync.native(data) : join(realpathSync.native(dirname(data)), "data");
}
