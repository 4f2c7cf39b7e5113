/** A plugin's declarations as the commands about permissions see them. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AiHubError } from "../../../runtime/core/errors.ts";
import type { Manifest } from "../../../runtime/core/manifest/validate.ts";
import { loadManifest } from "../../../runtime/host/manifest-file.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { type GuardedRoots, ReservedPlaces, withSlashes } from "../../../runtime/host/permissions/reserved-places.ts";
import { aihubHome } from "../home.ts";

export interface DeclaringPlugin {
  readonly manifest: Manifest;
  /** Absolute path of `plugin.json`. */
  readonly file: string;
  /** What the positions of the manifest refer to. */
  readonly text: string;
  readonly roots: GuardedRoots;
}

/** No real path can be below it: the name that stands for a workspace when none is given. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the name of the variable in manifests
const NO_WORKSPACE = "/${workspaceFolder}";

/**
 * Reads a valid manifest and where its scopes lie. Without a workspace an empty one is assumed, which no real file is in.
 *
 * @throws AiHubError ERR_NOT_FOUND, ERR_IO, and ERR_MANIFEST when it has errors
 */
export async function declaringPlugin(target: string, workspace: string | undefined): Promise<DeclaringPlugin> {
  const { value: manifest, problems, file, text, dir } = await loadManifest(target);
  if (!manifest) {
    const errors = problems.filter(({ severity }) => severity === "error");
    throw new AiHubError("ERR_MANIFEST", errors.map((p) => `${file}:${p.line}:${p.column}: ${p.message}`).join("\n"));
  }
  const plugin = withSlashes(await realpath(dir));
  const policy = new PolicyFile(aihubHome());
  const roots: GuardedRoots = {
    plugin,
    data: plugin,
    workspace: [workspace === undefined ? NO_WORKSPACE : withSlashes(await folder(workspace))],
    caseInsensitive: process.platform === "win32" || process.platform === "darwin",
    reserved: new ReservedPlaces(aihubHome(), () => policy.file),
  };
  return { manifest, file, text, roots };
}

async function folder(dir: string): Promise<string> {
  const real = await realpath(path.resolve(dir)).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory()) {
    throw new AiHubError("ERR_NOT_FOUND", `No such workspace folder: ${dir}`);
  }
  return real;
}
