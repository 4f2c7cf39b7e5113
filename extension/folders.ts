/** The folders of the workspace that plugins can have to do with. */
import { workspace } from "vscode";

/** Open folders on this machine's disk; a virtual workspace has none. */
export function fileFolders(): readonly string[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath);
}

/** Folders whose plugins may run: only those of a workspace that the person trusts. */
export function pluginFolders(): readonly string[] {
  return workspace.isTrusted ? fileFolders() : [];
}
