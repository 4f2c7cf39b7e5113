/** The extension as a person has it: packed, installed into a VS Code server, a folder open in a page. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../run.ts";
import type { Progress } from "./cache.ts";
import { provisionVsCode } from "./provision.ts";
import { type EditorServer, installExtension, type ServerOptions, startServer } from "./server.ts";
import { QUIET } from "./settings.ts";

/**
 * Packs the built extension and starts a server that has it installed. A page's address may name an extension under
 * development only with `--enable-smoke-test-driver`, and that hides every notification: hence the true installation.
 *
 * @param own trusts every folder unless told
 */
export async function startWithExtension(
  profile: string,
  say: Progress,
  own: Pick<ServerOptions, "workspaceTrust"> = {},
): Promise<EditorServer> {
  const vscode = await provisionVsCode(say);
  const vsix = join(profile, "ai-hub.vsix");
  await mkdir(profile, { recursive: true });
  say("Installing the extension");
  const vsce = [join(root, "node_modules/@vscode/vsce/vsce"), "package", "--out", vsix];
  const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  await promisify(execFile)(process.execPath, [...vsce, ...flags], { cwd: root });
  const options: ServerOptions = {
    vscode,
    dataDir: join(profile, "data"),
    extensionsDir: join(profile, "extensions"),
    settings: QUIET,
    ...own,
  };
  await installExtension(options, vsix);
  return startServer(options);
}
