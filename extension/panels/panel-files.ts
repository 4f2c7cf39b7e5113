/** Finds the files of a plugin's panels and makes sure that they lie where they seem to. */
import { lstat, opendir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { AiHubError } from "../../runtime/core/errors.ts";

const MAX_FILES = 5000;

export interface PanelFiles {
  /** The real path of `dist/ui`, the only folder that the page may load from. */
  readonly root: string;
  readonly script: string;
  readonly style: string | undefined;
}

/**
 * Looks at `<dir>/<output>/ui`. VS Code follows symbolic links when it serves a webview's files, so a link in there would
 * open the whole disk to the page: the folder must lie in the plugin's and hold no link at all.
 *
 * @throws AiHubError `ERR_NOT_FOUND` when there is no page, `ERR_PERMISSION_DENIED` when there is a link.
 */
export async function panelFiles(dir: string, output = "dist"): Promise<PanelFiles> {
  const plugin = await realpath(dir);
  const root = await realpath(join(plugin, output, "ui")).catch(() => undefined);
  if (root === undefined) throw missing();
  if (!root.startsWith(plugin + sep)) throw linked("dist/ui");
  await refuseLinks(root);
  const [script, style] = await Promise.all(["main.js", "main.css"].map((name) => file(join(root, name))));
  if (script === undefined) throw missing();
  return { root, script, style };
}

async function refuseLinks(root: string): Promise<void> {
  let left = MAX_FILES;
  for await (const entry of await opendir(root, { recursive: true })) {
    left -= 1;
    if (left < 0) throw new AiHubError("ERR_QUOTA", `The panel's folder dist/ui holds more than ${MAX_FILES} files`);
    if (!entry.isFile() && !entry.isDirectory()) throw linked(`dist/ui/${entry.name}`);
  }
}

async function file(path: string): Promise<string | undefined> {
  const stat = await lstat(path).catch(() => undefined);
  return stat?.isFile() ? path : undefined;
}

function missing(): AiHubError {
  return new AiHubError(
    "ERR_NOT_FOUND",
    "The panel has no page: dist/ui/main.js does not exist",
    'Set "ui.entry" in plugin.json to the page\'s script and build the plugin',
  );
}

function linked(path: string): AiHubError {
  return new AiHubError(
    "ERR_PERMISSION_DENIED",
    `The panel is not shown: ${path} is a link or leads out of the plugin`,
  );
}
