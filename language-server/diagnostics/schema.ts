/** Diagnostics of the JSON language service: syntax, and what a schema says. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import type { JsonView } from "../documents/json-view.ts";
import { isTooMuch } from "../documents/manifest-view.ts";
import { jsonService } from "../json-service.ts";

const SOURCE = "aihub";
const MAX_DIAGNOSTICS = 200;

export async function schemaDiagnostics({ kind, document, json }: JsonView): Promise<Diagnostic[]> {
  if (isTooMuch(document)) {
    const start = { line: 0, character: 0 };
    const message = "The file is too large or too deeply nested";
    return [{ range: { start, end: start }, severity: DiagnosticSeverity.Error, source: SOURCE, message }];
  }
  const found = await jsonService(kind).doValidation(document, json, { schemaValidation: "error" });
  return found.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => ({ ...diagnostic, source: SOURCE }));
}
