/** What the client can do, as far as answers depend on it. */
import type { ClientCapabilities } from "vscode-languageserver/node";
import type { Settings } from "./settings.ts";

export interface Client {
  /** Completions may place the cursor inside what they insert. */
  readonly snippets: boolean;
  /** Definitions may say which text they were asked about. */
  readonly definitionLinks: boolean;
  /** Edits may be of several documents, and of a version. */
  readonly documentChanges: boolean;
  /** Edits may make files. */
  readonly createFiles: boolean;
  /** Commands that it can execute, such as `aihub.runPlugin`. */
  readonly commands: ReadonlySet<string>;
}

export function clientOf({ textDocument, workspace }: ClientCapabilities, { commands }: Settings): Client {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
    definitionLinks: textDocument?.definition?.linkSupport ?? false,
    documentChanges: workspace?.workspaceEdit?.documentChanges ?? false,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes("create") ?? false,
    commands: new Set(commands),
  };
}
