/** Where in a plugin's `plugin.json` a permission is declared. */
import { parseTree } from "jsonc-parser";
import { Positions, placeAt } from "../../runtime/core/manifest/source.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import { checkScope } from "../../runtime/core/permissions/parse-scope.ts";
import { declaredScopes } from "../../runtime/core/permissions/permission-set.ts";
import type { PermissionKind } from "../../runtime/core/ports.ts";
import { loadManifest } from "../../runtime/host/manifest-file.ts";

export interface Declaration {
  /** Absolute path of `plugin.json`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The line itself, without the space around it; not escaped. */
  readonly text: string;
  readonly optional: boolean;
  readonly broad: boolean;
}

/**
 * @param dir the plugin's folder
 * @param scope as it is declared, or as `escapeForDisplay` shows it
 * @returns undefined when the manifest as it is now does not declare it
 */
export async function findDeclaration(
  dir: string,
  kind: PermissionKind,
  scope: string,
): Promise<Declaration | undefined> {
  const { value: manifest, text, file } = await loadManifest(dir);
  if (!manifest) return undefined;
  const isIt = (declared: string) => [declared, escapeForDisplay(declared, scope.length)].includes(scope);
  const found = declaredScopes(manifest).find((one) => one.kind === kind && isIt(one.scope));
  const root = parseTree(text, undefined, { allowTrailingComma: true });
  const place = found && root && placeAt(root, found.pointer);
  if (!place) return undefined;
  const { line, column } = new Positions(text).at((place.key ?? place.node).offset);
  const { optional } = found;
  const { broad } = checkScope(kind, found.scope);
  return { file, line, column, text: (text.split(/\r\n|\n|\r/)[line - 1] ?? "").trim(), optional, broad };
}
