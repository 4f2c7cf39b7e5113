/** `aihub validate`: checks a manifest and prints what is wrong with it. */
import process from "node:process";
import type { Severity } from "../../runtime/core/result.ts";
import { loadManifest } from "../../runtime/host/manifest-file.ts";
import { EXIT } from "./errors.ts";
import { formatPretty } from "./problems-pretty.ts";
import { formatSarif } from "./problems-sarif.ts";
import { wantsColors } from "./terminal.ts";

export type ProblemFormat = "pretty" | "json" | "sarif";

/**
 * Prints the problems of a plugin folder or manifest on stdout. Resolves to the exit code: 6 when there is an error.
 *
 * @throws {AiHubError} ERR_NOT_FOUND when there is no such file, ERR_IO when it cannot be read
 */
export async function validateCommand(target: string, format: ProblemFormat): Promise<number> {
  const loaded = await loadManifest(target);
  const output = {
    json: () => JSON.stringify(loaded.problems, undefined, 2),
    pretty: () => formatPretty(loaded, wantsColors(process.stdout)),
    sarif: () => JSON.stringify(formatSarif(loaded), undefined, 2),
  }[format]();
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(`${output}\n`, (error) => (error ? reject(error) : resolve()));
  });
  const isError = ({ severity }: { severity: Severity }) => severity === "error";
  return loaded.problems.some(isError) ? EXIT.invalidManifest : EXIT.done;
}
