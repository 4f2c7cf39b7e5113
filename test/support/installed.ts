/** An installed plugin, as the home has them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifest } from "./host.ts";

/** @returns the folder of the plugin in the home */
export function installPlugin(
  home: string,
  id: string,
  declares: object,
  files: Readonly<Record<string, string>>,
): string {
  const folder = join(home, "plugins", id);
  const version = join(folder, "versions", "1.0.0");
  const all = { ...files, "plugin.json": JSON.stringify(manifest({ name: id, ...declares })) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(version, path)), { recursive: true });
    writeFileSync(join(version, path), text);
  }
  symlinkSync(version, join(folder, "current"), "junction");
  return folder;
}
