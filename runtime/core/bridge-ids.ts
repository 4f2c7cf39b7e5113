/** The names under which VS Code knows what a plugin contributes. */

export const BRIDGE_PUBLISHER = "aihub-plugins";

/** The id of a plugin's command in VS Code. */
export function bridgeCommandId(pluginId: string, commandId: string): string {
  return `${BRIDGE_PUBLISHER}.${pluginId}.${commandId}`;
}

/** The id of a panel's view in VS Code. */
export function bridgeViewId(pluginId: string, panelId: string): string {
  return `${BRIDGE_PUBLISHER}.${pluginId}.${panelId}`;
}

/** The section of a plugin's settings in VS Code. */
export function bridgeConfigSection(pluginId: string): string {
  return `aihub.plugins.${pluginId}`;
}

/**
 * Context keys that keep one window's plugins out of the others, since extensions are installed for all windows.
 * Commands wait for `known`. Views only yield to `absent`: a view hidden while the editor starts would lose its place.
 */
export function bridgeContextKey(pluginId: string, state: "known" | "absent"): string {
  return `aihub.${state}.${pluginId}`;
}
