/** Renames a command, panel, endpoint or event in the manifest and in every source, or says why not. */
import {
  LSPErrorCodes,
  type Range,
  type RenameParams,
  ResponseError,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceUse } from "../../runtime/core/manifest/sources/source-use.ts";
import { checkManifest } from "../../runtime/core/manifest/validate.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { Problem } from "../../runtime/core/result.ts";
import type { ManifestView } from "../feature.ts";
import { type Occurrence, occurrenceAt, sameId } from "./ids.ts";

/** Undefined when there is no id at this place, or one that the manifest does not declare. */
export function prepareRename(
  view: ManifestView,
  params: TextDocumentPositionParams,
): { range: Range; placeholder: string } | undefined {
  const one = occurrenceAt(view, params);
  const isDeclared = one && sameId(view, one).some(({ use }) => use === undefined);
  return isDeclared ? { range: one.range, placeholder: one.value } : undefined;
}

/**
 * All edits or none.
 *
 * @throws ResponseError with a sentence for the person: the name is taken or cannot be one, the manifest has to be mended
 * first, or a source computes the id so that renaming would break it
 */
export function rename(view: ManifestView, params: RenameParams): WorkspaceEdit | undefined {
  const one = occurrenceAt(view, params);
  if (!one || !prepareRename(view, params)) return undefined;
  const { newName } = params;
  if (newName === one.value) return { changes: {} };
  const all = sameId(view, one);
  refuseNewErrors(
    view,
    all.filter(({ use }) => use === undefined).map(({ range }) => ({ range, newText: newName })),
  );
  if (!view.folder.uses || !view.folder.isCurrent()) {
    refuse("The plugin's sources are still being read. Try again in a moment.");
  }
  const [taken] = sameId(view, { kind: one.kind, value: newName });
  if (taken?.use) refuse(`${quote(newName)} is already used at ${placeOf(taken.use)}.`);
  const changes: Record<string, TextEdit[]> = {};
  for (const occurrence of all) {
    changes[occurrence.uri] ??= [];
    changes[occurrence.uri]?.push(editOf(view, occurrence, newName));
  }
  return { changes };
}

/** The validator says whether the new id is one: there is no second list of rules here. */
function refuseNewErrors({ document }: ManifestView, edits: TextEdit[]): void {
  const key = ({ code, pointer }: Problem) => `${code} ${pointer}`;
  const before = errorsOf(document.getText());
  if (before.some(({ code }) => code === "manifest/syntax" || code.startsWith("manifest/too-"))) {
    refuse("Mend the errors in plugin.json first.");
  }
  const known = new Set(before.map(key));
  const fresh = errorsOf(TextDocument.applyEdits(document, edits)).find((problem) => !known.has(key(problem)));
  if (fresh) refuse(`${fresh.message}.`);
}

function errorsOf(text: string): Problem[] {
  return checkManifest(text).problems.filter(({ severity }) => severity === "error");
}

function editOf(view: ManifestView, { use, range, value }: Occurrence, newName: string): TextEdit {
  if (!use) return { range, newText: newName }; // the characters of an id need no escapes
  const text = view.folder.source(use.path) ?? "";
  if (text.slice(use.start, use.end) !== value) {
    refuse(`${quote(value)} is not written out at ${placeOf(use)}. Change it there by hand.`);
  }
  if (isQuoted(text, use)) return { range, newText: newName };
  if (text[use.start - 1] === "." && !NAME.test(newName)) {
    const start = { line: range.start.line, character: range.start.character - 1 };
    return { range: { start, end: range.end }, newText: `[${JSON.stringify(newName)}]` };
  }
  return { range, newText: unquotedKey(text, use, newName) };
}

const NAME = /^[A-Za-z_$][\w$]*$/;

function isQuoted(text: string, { start, end }: SourceUse): boolean {
  const quoteMark = text[end];
  // Behind `plugin-id/`, too, an event's name ends with the quote.
  return quoteMark !== undefined && /["'`]/.test(quoteMark) && /["'`/]/.test(text[start - 1] ?? "");
}

/** `{ go() {} }`, `{ go: run }` and `{ go }`, in which the name of the variable stays. */
function unquotedKey(text: string, { start, end }: SourceUse, newName: string): string {
  const key = NAME.test(newName) ? newName : JSON.stringify(newName);
  return /^\s*[,}]/.test(text.slice(end)) ? `${key}: ${text.slice(start, end)}` : key;
}

function placeOf({ path, line }: SourceUse): string {
  return `${escapeForDisplay(path, 120)}:${line}`;
}

function quote(text: string): string {
  return escapeForDisplay(JSON.stringify(text), 120);
}

function refuse(message: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, message);
}
