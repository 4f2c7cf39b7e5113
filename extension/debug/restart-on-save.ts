/** Starts a debug session anew as its plugin's sources are saved, for configurations that want it. */
import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import { commands, type DebugSession, Disposable, type TextDocument, workspace } from "vscode";
import { isInside } from "./configurations.ts";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;
/** "Save All" saves one file after the other. */
const AFTER_MS = 200;

/** @param folder where the plugin of the session lies; undefined as long as there is none */
export function restartOnSave(session: DebugSession, folder: () => string | undefined): Disposable {
  if (session.configuration.restartOnSave !== true) return new Disposable(() => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  // VS Code's own command: it knows then that what was stopped is no longer.
  const restart = () => commands.executeCommand("workbench.action.debug.restart", undefined, { sessionId: session.id });
  const onSave = async ({ uri }: TextDocument) => {
    // A change of plugin.json opens the plugin anew, which ends the session.
    if (uri.scheme !== "file" || !SOURCE.test(uri.fsPath) || basename(uri.fsPath) === "plugin.json") return;
    const real = (path: string) => realpath(path).catch(() => path); // either may have been reached by a link
    const dir = folder();
    if (dir === undefined || !isInside(await real(uri.fsPath), await real(dir))) return;
    clearTimeout(timer);
    timer = setTimeout(restart, AFTER_MS);
  };
  const subscription = workspace.onDidSaveTextDocument((document) => void onSave(document));
  return new Disposable(() => {
    subscription.dispose();
    clearTimeout(timer);
  });
}
