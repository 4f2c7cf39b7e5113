/** "AI Hub: Manage Permissions…": what a plugin declares, how it stands, and what to do about it. */
import { type QuickPickItem, QuickPickItemKind, Range, Uri, window } from "vscode";
import type { PermissionKind } from "../../runtime/core/ports.ts";
import type { PermissionEntry, PluginPermissions } from "../../runtime/host/permissions/plugin-permissions.ts";
import { errorText, inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import { findDeclaration } from "./declaration.ts";
import { type Change, changesOf, KIND_WORDS, permissionItem, stateText } from "./permission-text.ts";

interface EntryItem extends QuickPickItem {
  readonly entry?: PermissionEntry;
}

/** Stays with the list until the person leaves it; each change acts at once. */
export async function managePermissions(plugin: PluginEntry): Promise<void> {
  for (;;) {
    const permissions = await plugin.instance.permissions();
    const entries = permissions.list();
    if (entries.length === 0) {
      void window.showInformationMessage(inert(`${plugin.name} declares no permissions: it can do nothing outside.`));
      return;
    }
    const title = inert(`Permissions of ${plugin.name} ${plugin.bridge.version}`);
    const options = { title, placeHolder: "Choose a permission to change it", matchOnDescription: true };
    const chosen = await window.showQuickPick(listItems(entries), options);
    if (!chosen) return;
    try {
      const goesOn = chosen.entry
        ? await change(plugin, permissions, chosen.entry)
        : await reset(plugin.name, permissions);
      if (!goesOn) return;
    } catch (error) {
      void window.showErrorMessage(errorText(error));
    }
  }
}

function listItems(entries: readonly PermissionEntry[]): EntryItem[] {
  let group: PermissionKind | undefined;
  const items = entries.flatMap((entry): EntryItem[] => {
    const heading = { label: KIND_WORDS[entry.kind], kind: QuickPickItemKind.Separator };
    const isNew = entry.kind !== group;
    group = entry.kind;
    return [...(isNew ? [heading] : []), { ...permissionItem(entry), entry }];
  });
  return [...items, { label: "", kind: QuickPickItemKind.Separator }, { label: "$(discard) Reset All…" }];
}

/** False when the person went to the manifest. */
async function change(plugin: PluginEntry, permissions: PluginPermissions, entry: PermissionEntry): Promise<boolean> {
  const { kind, scope } = entry;
  const items: (QuickPickItem & { readonly change?: Change })[] = [
    ...changesOf(entry),
    { label: "$(json) Show in plugin.json" },
  ];
  const { label, description } = permissionItem(entry);
  const title = `${KIND_WORDS[kind]}: ${label.replace(/^\$\([a-z-]+\) /, "")}`;
  const chosen = await window.showQuickPick(items, { title, placeHolder: description.replace("$(warning) ", "") });
  if (!chosen) return true;
  if (!chosen.change) {
    await showDeclaration(plugin.found.dir, kind, scope);
    return false;
  }
  await permissions[chosen.change](kind, scope);
  const now = permissions.list().find((one) => one.kind === kind && one.scope === scope);
  if (chosen.change === "allow" && now && now.state !== "granted") {
    const why = "A refusal of something wider, or of a part of it, stands: reset it to allow this.";
    void window.showWarningMessage(`Still ${stateText(now)}. ${why}`);
  }
  return true;
}

async function reset(name: string, permissions: PluginPermissions): Promise<true> {
  const confirm = "Reset All";
  const detail = "What you allowed and what you denied is forgotten, and the plugin asks again.";
  const message = inert(`Forget every decision about "${name}"?`);
  if ((await window.showWarningMessage(message, { modal: true, detail }, confirm)) === confirm) {
    await permissions.reset();
  }
  return true;
}

/** Opens the plugin's manifest where it declares the scope, or at its start. */
export async function showDeclaration(dir: string, kind: PermissionKind, scope: string): Promise<void> {
  const found = await findDeclaration(dir, kind, scope);
  const { line, column } = found ?? { line: 1, column: 1 };
  const selection = new Range(line - 1, column - 1, line - 1, column - 1);
  await window.showTextDocument(Uri.joinPath(Uri.file(dir), "plugin.json"), { selection });
}
