/** Code actions: a fix for each problem that can have one, and what can be done to the whole manifest. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import type { Problem } from "../../../runtime/core/result.ts";
import type { ManifestView } from "../../feature.ts";
import { relativeTo } from "../../uris.ts";
import { choiceFor } from "./choices.ts";
import { newFileFor } from "./create-file.ts";
import { difference, type EditClient, editOf, workspaceEdit } from "./edits.ts";
import { fixedText, isPreferred } from "./fix-all.ts";
import { sortedKeys } from "./sort-keys.ts";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.aihub`;
export const SORT_KEYS = `${CodeActionKind.Source}.sort.aihub`;
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL, SORT_KEYS];

/** What can be done about the problems in a range and, where they are asked for, with the whole document. */
export function codeActions(
  view: ManifestView,
  { range, context }: CodeActionParams,
  client: EditClient,
): CodeAction[] {
  const { only } = context;
  // Clients ask without naming kinds at each move of the cursor: then nothing is done to the whole document.
  const wants = (kind: string) => (only ? only.some((asked) => isOf(kind, asked)) : kind === CodeActionKind.QuickFix);
  const quick = wants(CodeActionKind.QuickFix)
    ? view.problems
        .filter((problem) => intersects(rangeOf(problem), range))
        .flatMap((problem) => quickFixes(view, problem, context.diagnostics, client))
    : [];
  return [
    ...quick,
    ...(wants(FIX_ALL) ? whole(view, FIX_ALL, "Fix all problems with one way out", fixedText(view), client) : []),
    ...(wants(SORT_KEYS) ? whole(view, SORT_KEYS, "Sort the keys", sorted(view), client) : []),
  ];
}

/** The same fixes where a source needs what the manifest lacks. */
export function sourceCodeActions(
  view: ManifestView,
  { textDocument, range, context }: CodeActionParams,
  client: EditClient,
): CodeAction[] {
  if (context.only && !context.only.some((only) => isOf(CodeActionKind.QuickFix, only))) return [];
  const path = relativeTo(view.folder.uri, textDocument.uri);
  const concerned = view.problems.filter(({ related = [] }) =>
    related.some((place) => place.path === path && place.line > range.start.line && place.line <= range.end.line + 1),
  );
  return concerned.flatMap((problem) => ownFix(view, problem, [], client));
}

function quickFixes(
  view: ManifestView,
  problem: Problem,
  diagnostics: readonly Diagnostic[],
  client: EditClient,
): CodeAction[] {
  const about = diagnostics.filter(({ code: of, range }) => of === problem.code && isSame(range, rangeOf(problem)));
  const other = choiceFor(view, problem);
  const otherEdit = other && workspaceEdit(view.document, [editOf(view.document, other)], client);
  return [
    ...ownFix(view, problem, about, client),
    ...(other && otherEdit ? [quickFix(other.title, about, otherEdit)] : []),
    ...createFile(view, problem, about, client),
  ];
}

function ownFix(view: ManifestView, problem: Problem, about: readonly Diagnostic[], client: EditClient): CodeAction[] {
  const { fix } = problem;
  if (!fix) return [];
  const edit = workspaceEdit(view.document, [editOf(view.document, fix)], client);
  return [{ ...quickFix(fix.title, about, edit), isPreferred: isPreferred(problem) }];
}

function createFile(
  view: ManifestView,
  { code: problem, pointer }: Problem,
  about: readonly Diagnostic[],
  client: EditClient,
): CodeAction[] {
  if (!client.createFiles || !/^manifest\/missing-(?:entry|file)$/.test(problem)) return [];
  const file = newFileFor(view, pointer);
  if (!file) return [];
  const { uri, path, text } = file;
  const start = { line: 0, character: 0 };
  const edit: WorkspaceEdit = {
    documentChanges: [
      { kind: "create", uri, options: { overwrite: false, ignoreIfExists: false } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
  return [quickFix(`Create ${escapeForDisplay(path, 120)}`, about, edit)];
}

function quickFix(title: string, about: readonly Diagnostic[], edit: WorkspaceEdit): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, ...(about.length > 0 && { diagnostics: [...about] }), edit };
}

function whole(view: ManifestView, kind: string, title: string, text: string, client: EditClient): CodeAction[] {
  const { document } = view;
  const fix = difference(document.getText(), text, title);
  return fix ? [{ title, kind, edit: workspaceEdit(document, [editOf(document, fix)], client) }] : [];
}

/** Only what is JSON can be sorted. */
function sorted({ document, tree, problems }: ManifestView): string {
  const text = document.getText();
  const isJson = tree !== undefined && !problems.some(({ code: problem }) => problem === "manifest/syntax");
  return isJson ? sortedKeys(text, tree) : text;
}

/** Whether a kind of actions is one of those that were asked for. */
function isOf(kind: string, asked: string): boolean {
  return asked === "" || kind === asked || kind.startsWith(`${asked}.`);
}

function rangeOf({ line, column, endLine, endColumn }: Problem): Range {
  return { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } };
}

function intersects(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range["start"], other: Range["start"]): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function isSame(one: Range, other: Range): boolean {
  return (
    !isBefore(one.start, other.start) &&
    !isBefore(other.start, one.start) &&
    !isBefore(one.end, other.end) &&
    !isBefore(other.end, one.end)
  );
}
