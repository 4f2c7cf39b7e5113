/** What a code action makes of a manifest, for tests. */
import assert from "node:assert/strict";
import { type ParseError, parse } from "jsonc-parser";
import type { CodeAction, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ManifestView } from "../../../language-server/feature.ts";
import { codeActions } from "../../../language-server/features/code-actions/code-actions.ts";
import { MANIFEST } from "./view.ts";

export const ALL = { documentChanges: true, createFiles: true };

export const everywhere = (view: ManifestView): Range => ({
  start: { line: 0, character: 0 },
  end: view.document.positionAt(view.document.getText().length),
});

export function actionsIn(view: ManifestView, only?: string[], client = ALL): CodeAction[] {
  const context = { diagnostics: [], ...(only && { only }) };
  return codeActions(view, { textDocument: view.document, range: everywhere(view), context }, client);
}

/** The text of the manifest after an action. */
export function done(view: ManifestView, action: CodeAction): string {
  const { changes, documentChanges = [] } = action.edit ?? assert.fail();
  const own = documentChanges.flatMap((change) =>
    "edits" in change && change.textDocument.uri === MANIFEST ? change.edits : [],
  );
  const edits = [...own, ...(changes?.[MANIFEST] ?? [])].flatMap((edit) => ("newText" in edit ? [edit] : []));
  return TextDocument.applyEdits(view.document, edits);
}

/** The value of a text that has to be JSON. */
export function parsed(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors);
  assert.deepEqual(errors, [], text);
  return value;
}
