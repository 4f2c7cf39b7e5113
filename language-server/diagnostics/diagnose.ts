/** What is wrong with a document. */
import type { Diagnostic } from "vscode-languageserver/node";
import type { About } from "../feature-row.ts";
import { configDiagnostics } from "./config.ts";
import { type DiagnosticAbilities, toDiagnostic } from "./from-problem.ts";
import { schemaDiagnostics } from "./schema.ts";

/** Undefined for documents of which the server says nothing. */
export async function diagnose(about: About, abilities: DiagnosticAbilities): Promise<Diagnostic[] | undefined> {
  if (about.kind === "source") return undefined;
  if (about.kind === "manifest") {
    const { problems, folder } = about.view;
    return problems.map((problem) => toDiagnostic(problem, folder.uri, abilities));
  }
  const found = await schemaDiagnostics(about.view);
  return about.view.kind === "config" ? [...found, ...configDiagnostics(about.view)] : found;
}
