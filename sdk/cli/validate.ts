/** `aihub validate`: checks a manifest and prints what is wrong with it. */
import process from "node:process";
import { allCodes, problemCodes } from "../../runtime/core/manifest/codes.ts";
import { lintManifest } from "../../runtime/core/manifest/validate.ts";
import type { Severity } from "../../runtime/core/result.ts";
import { type LoadedManifest, loadManifest } from "../../runtime/host/manifest-file.ts";
import { installedIn, surroundingsOf } from "../../runtime/host/plugin-surroundings.ts";
import { EXIT } from "./errors.ts";
import { aihubHome } from "./home.ts";
import { formatPretty } from "./problems-pretty.ts";
import { formatSarif } from "./problems-sarif.ts";
import { wantsColors } from "./terminal.ts";

export type ProblemFormat = "pretty" | "json" | "sarif";

/**
 * Prints the problems of a plugin folder or manifest on stdout. Resolves to the exit code: 6 when there is an error.
 *
 * @param advice whether to print advice as well: what the editor says beyond what the installer judges
 * @throws {AiHubError} ERR_NOT_FOUND when there is no such file, ERR_IO when it cannot be read
 */
export async function validateCommand(target: string, format: ProblemFormat, advice: boolean): Promise<number> {
  const checked = await loadManifest(target);
  const loaded = advice ? await withAdvice(checked) : checked;
  const output = {
    json: () => JSON.stringify(loaded.problems, undefined, 2),
    pretty: () => formatPretty(loaded, wantsColors(process.stdout)),
    sarif: () => JSON.stringify(formatSarif(loaded, advice ? allCodes : problemCodes), undefined, 2),
  }[format]();
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(`${output}\n`, (error) => (error ? reject(error) : resolve()));
  });
  const isError = ({ severity }: { severity: Severity }) => severity === "error";
  return loaded.problems.some(isError) ? EXIT.invalidManifest : EXIT.done;
}

async function withAdvice(loaded: LoadedManifest): Promise<LoadedManifest> {
  // What is not even text has nothing that could be advised on.
  if (loaded.problems.some(({ code }) => code === "manifest/encoding")) return loaded;
  const around = await surroundingsOf(loaded.file, loaded.text);
  const { problems } = lintManifest(loaded.text, { ...around, installed: await installedIn(aihubHome()) });
  return { ...loaded, problems };
}
