/** Problems as SARIF 2.1.0, which code hosts show beside the lines. https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import { dirname, join, relative, sep } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { CodeInfo } from "../../runtime/core/manifest/code-info.ts";
import type { Problem, Severity } from "../../runtime/core/result.ts";
import type { LoadedManifest } from "../../runtime/host/manifest-file.ts";
import { version } from "./version.ts";

const LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note", hint: "note" };

/** The log as plain data. @param codes those that were looked for */
export function formatSarif({ file, problems }: LoadedManifest, codes: Readonly<Record<string, CodeInfo>>): object {
  const ids = Object.keys(codes);
  const rules = Object.entries(codes).map(([id, { severity, title, description }]) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: description },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "AI Hub", version: version(), rules } },
        columnKind: "utf16CodeUnits",
        results: problems.map((problem) => toResult(problem, ids.indexOf(problem.code), file)),
      },
    ],
  };
}

function toResult(problem: Problem, ruleIndex: number, file: string): object {
  const artifactLocation = { uri: uriOf(file) };
  const { code, severity, message, line, column, endLine, endColumn, pointer, fix, related } = problem;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      { physicalLocation: { artifactLocation, region }, logicalLocations: [{ fullyQualifiedName: pointer }] },
    ],
    ...(related && {
      relatedLocations: related.map((place) => ({
        message: { text: place.message },
        physicalLocation: {
          artifactLocation: { uri: uriOf(join(dirname(file), place.path)) },
          region: { startLine: place.line, startColumn: place.column },
        },
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [
                {
                  deletedRegion: { charOffset: fix.offset, charLength: fix.length },
                  insertedContent: { text: fix.text },
                },
              ],
            },
          ],
        },
      ],
    }),
  };
}

/** Relative where the file lies below the working folder, so that the log means the same on another machine. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  if (path.startsWith("..") || path.includes(":") || path.startsWith(sep)) return pathToFileURL(file).href;
  return path.split(sep).map(encodeURIComponent).join("/");
}
