/** Fixes of core as edits of the protocol. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Fix } from "../../../runtime/core/result.ts";

/** What the client can apply. */
export interface EditClient {
  /** Edits of several documents, and of a version. */
  readonly documentChanges: boolean;
  /** New files. */
  readonly createFiles: boolean;
}

export function editOf(document: TextDocument, { offset, length, text }: Fix): TextEdit {
  const range = { start: document.positionAt(offset), end: document.positionAt(offset + length) };
  return { range, newText: text };
}

export function workspaceEdit(document: TextDocument, edits: TextEdit[], client: EditClient): WorkspaceEdit {
  const { uri, version } = document;
  return client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

export function applied(text: string, { offset, length, text: inserted }: Fix): string {
  return text.slice(0, offset) + inserted + text.slice(offset + length);
}

/** The one replacement that turns a text into another; undefined when they are the same. */
export function difference(before: string, after: string, title: string): Fix | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  // Neither a surrogate pair nor the end of a line (CR LF) is cut in two.
  while (start > 0 && /^[\r\uD800-\uDBFF]$/.test(before.charAt(start - 1))) start -= 1;
  while (tail > 0 && /^[\n\uDC00-\uDFFF]$/.test(before.charAt(before.length - tail))) tail -= 1;
  return {
    title,
    offset: start,
    length: before.length - tail - start,
    text: after.slice(start, after.length - tail),
  };
}
