/** Which bridges are installed, and which of them this window shows. Part of activation: small. */
import { commands, extensions } from "vscode";
import { BRIDGE_PUBLISHER, bridgeContextKey } from "../runtime/core/bridge-ids.ts";

/** Ids of the plugins that have a bridge, in whatever window it was installed. */
export function installedBridges(): readonly string[] {
  const prefix = `${BRIDGE_PUBLISHER}.`;
  return extensions.all.map(({ id }) => id).flatMap((id) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
}

/** Shows or hides in this window what a plugin's bridge contributes. */
export async function setBridgeVisible(pluginId: string, isVisible: boolean): Promise<void> {
  await commands.executeCommand("setContext", bridgeContextKey(pluginId, "known"), isVisible);
  await commands.executeCommand("setContext", bridgeContextKey(pluginId, "absent"), !isVisible);
}
