/** Debug configurations for plugins: what F5 means without a launch.json, and what one offers. */
import { isAbsolute, relative, sep } from "node:path";
import type { DebugConfiguration, WorkspaceFolder } from "vscode";
import { plainLabel } from "../../runtime/core/bridge-manifest.ts";
import { DEBUG_TYPE } from "./debug-type.ts";

/** A plugin as far as its configurations tell of it. */
export interface Debuggable {
  readonly name: string;
  readonly dir: string;
  readonly commands: readonly { readonly id: string; readonly title: string }[];
  readonly endpoints: readonly string[];
}

/** Something that can be called from outside; without `entry` the whole plugin, which then waits to be used. */
export interface Entry {
  readonly title: string;
  readonly entry?: string | undefined;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of VS Code
export const FOLDER = "${workspaceFolder}";
export const WHOLE: Entry = { title: "The whole plugin" };

/** The whole plugin first. */
export function entriesOf({ commands, endpoints }: Debuggable): readonly Entry[] {
  return [
    WHOLE,
    ...commands.map(({ id, title }) => ({ title: plainLabel(title) || id, entry: id })),
    ...endpoints.map((path) => ({ title: path, entry: path })),
  ];
}

/**
 * Launches a plugin, or one entry of it. VS Code replaces `${…}` in every text of a configuration, and `${command:…}`
 * there runs a command: a plugin's name is taken apart, and undefined is what a folder with such a name gets.
 *
 * @param folder what `${workspaceFolder}` means there; the path is relative to it where the plugin lies inside
 */
export function launchConfiguration(
  { name, dir }: Pick<Debuggable, "name" | "dir">,
  { title, entry }: Entry,
  folder?: WorkspaceFolder,
): DebugConfiguration | undefined {
  if (dir.includes("${")) return undefined;
  const label = entry === undefined ? plainLabel(name) : `${plainLabel(name)}: ${title}`;
  return {
    type: DEBUG_TYPE,
    request: "launch",
    name: withoutVariables(label),
    program: folder ? underFolder(dir, folder.uri.fsPath) : dir,
    ...(entry !== undefined && { entry }),
  };
}

/** Both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function underFolder(dir: string, root: string): string {
  const path = relative(root, dir);
  if (path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)) return dir;
  return [FOLDER, ...path.split(sep).filter(Boolean)].join("/");
}

/** An invisible character keeps `${` text. */
function withoutVariables(text: string): string {
  return text.replaceAll("${", "$\u200b{");
}
