/** Where the decisions about a plugin are kept. */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { installedFolders } from "../installed-folders.ts";

/**
 * Grants of an installed plugin go by its id. A plugin run from a folder could claim any id, so its grants go by the
 * folder.
 */
export function grantFile(
  home: string,
  plugin: { readonly installedId: string } | { readonly realDir: string },
): string {
  if ("installedId" in plugin) return join(installedFolders(home, plugin.installedId).meta, "permissions.json");
  const key = createHash("sha256").update(plugin.realDir).digest("hex").slice(0, 24);
  return join(home, "sources", key, "permissions.json");
}

/** Where it is kept what a plugin has used of its budgets: beside the decisions about it. */
export function usageFile(grants: string): string {
  return join(dirname(grants), "usage.json");
}
