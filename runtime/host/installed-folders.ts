/** Where an installed plugin lies in the home. */
import { join } from "node:path";

export interface InstalledFolders {
  /** The version in use: what `./x` reads where there is no such file in `data`. Nothing is ever written there. */
  readonly code: string;
  /** What `./x` writes. It outlives updates. */
  readonly data: string;
  /** What AI Hub keeps about the plugin. */
  readonly meta: string;
}

/** @param id of the plugin, or the name of any folder in `plugins/` */
export function installedFolders(home: string, id: string): InstalledFolders {
  const folder = join(home, "plugins", id);
  return { code: join(folder, "current"), data: join(folder, "data"), meta: join(folder, ".plugin-meta") };
}
