/** Core's problems as diagnostics of the protocol. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type PublishDiagnosticsClientCapabilities,
} from "vscode-languageserver/node";
import type { Problem, RelatedPlace, Severity } from "../../runtime/core/result.ts";
import { childOf } from "../uris.ts";

const SOURCE = "aihub";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

/** What of a diagnostic the client can show. */
export interface DiagnosticAbilities
  extends Pick<PublishDiagnosticsClientCapabilities, "relatedInformation" | "tagSupport" | "codeDescriptionSupport"> {
  /** Where people read about a code. */
  readonly documentation: (code: string) => string | undefined;
}

/** @param folder the plugin's, which related places are relative to */
export function toDiagnostic(problem: Problem, folder: string, abilities: DiagnosticAbilities): Diagnostic {
  const { code, severity, message, line, column, endLine, endColumn, related, tags } = problem;
  const href = abilities.codeDescriptionSupport ? abilities.documentation(code) : undefined;
  const shownTags = tags?.map((tag) => TAGS[tag]).filter((tag) => abilities.tagSupport?.valueSet.includes(tag));
  return {
    range: {
      start: { line: line - 1, character: column - 1 },
      end: { line: endLine - 1, character: endColumn - 1 },
    },
    severity: SEVERITIES[severity],
    code,
    ...(href !== undefined && { codeDescription: { href } }),
    source: SOURCE,
    message,
    ...(shownTags?.length && { tags: shownTags }),
    ...(abilities.relatedInformation &&
      related && { relatedInformation: related.map((place) => toRelated(place, folder)) }),
  };
}

function toRelated({ path, line, column, endColumn = column + 1, message }: RelatedPlace, folder: string) {
  const range = {
    start: { line: line - 1, character: column - 1 },
    end: { line: line - 1, character: endColumn - 1 },
  };
  return { location: { uri: childOf(folder, path), range }, message };
}
