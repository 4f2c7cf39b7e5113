/** VS Code's own command-line flags, as far as the embedded VS Code has a use for them. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export interface LaunchFlags {
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string | undefined;
  readonly folder: string | undefined;
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly workspaceTrust: boolean;
}

const FLAG = /^--([\w-]+)(?:=(.*))?$/s;

/**
 * Reads `--name=value`, `--folder-uri=file://…` and one bare argument, the folder. As VS Code does, it passes over flags
 * that it does not know (`--no-sandbox`, `--disable-updates` and the like say nothing here). Paths become absolute.
 */
export function parseLaunchFlags(args: readonly string[]): LaunchFlags {
  const values = new Map<string, string[]>();
  const folders: string[] = [];
  for (const arg of args) {
    const [, name, value = ""] = FLAG.exec(arg) ?? [];
    if (name === undefined) folders.push(resolve(arg));
    else if (name === "folder-uri") folders.push(fileURLToPath(value));
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  const path = (name: string) => values.get(name)?.filter(Boolean).map(asPath).at(-1);
  return {
    extensionDevelopmentPaths: (values.get("extensionDevelopmentPath") ?? []).map(asPath),
    extensionTestsPath: path("extensionTestsPath"),
    folder: folders.at(-1),
    userDataDir: path("user-data-dir"),
    extensionsDir: path("extensions-dir"),
    workspaceTrust: !values.has("disable-workspace-trust"),
  };
}

function asPath(value: string): string {
  return value.startsWith("file:") ? fileURLToPath(value) : resolve(value);
}
