/** "AI Hub: Review Permissions…": all that a plugin declares at once, to be checked or not. */
import { type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from "vscode";
import { type ReviewItem, reviewChanges } from "../../runtime/core/permissions/review.ts";
import { errorText, inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import { reviewText } from "./permission-text.ts";

interface Line extends QuickPickItem {
  readonly item?: ReviewItem;
}

const DENY: QuickInputButton = { iconPath: new ThemeIcon("circle-slash"), tooltip: "Always Deny" };
const ASK: QuickInputButton = { iconPath: new ThemeIcon("question"), tooltip: "Ask When Needed" };

/** Resolves when the list is closed. Closing it without OK changes nothing: what is not decided is asked for when needed. */
export async function reviewPermissions(plugin: PluginEntry): Promise<void> {
  const permissions = await plugin.instance.permissions();
  const items = permissions.review();
  if (items.length === 0) {
    void window.showInformationMessage(inert(`${plugin.name} declares nothing that you could decide about.`));
    return;
  }
  const denied = new Set(items.filter(({ state }) => state === "denied"));
  const allowed = await choose(plugin, items, denied);
  if (!allowed) return;
  const wishOf = (item: ReviewItem) => (allowed.has(item) ? "allow" : denied.has(item) ? "deny" : "ask");
  try {
    await permissions.apply(reviewChanges(items, wishOf));
  } catch (error) {
    void window.showErrorMessage(errorText(error));
  }
}

/** @param denied what shall be denied; the person changes it */
async function choose(
  plugin: PluginEntry,
  items: readonly ReviewItem[],
  denied: Set<ReviewItem>,
): Promise<ReadonlySet<ReviewItem> | undefined> {
  const pick = window.createQuickPick<Line>();
  pick.title = inert(`What may ${plugin.name} ${plugin.bridge.version} do?`);
  pick.placeholder = "Checked is allowed always; the rest is asked for when it is needed";
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  const show = (selected: ReadonlySet<ReviewItem>) => {
    const lines = items.map((item) => lineOf(item, denied.has(item)));
    const of = (optional: boolean) => lines.filter(({ item }) => item?.optional === optional);
    pick.items = [...section("Required", of(false)), ...section("Optional", of(true))];
    pick.selectedItems = lines.filter(({ item }) => item && selected.has(item));
  };
  const selected = () => new Set(pick.selectedItems.flatMap(({ item }) => item ?? []));
  show(new Set(items.filter(({ preselected }) => preselected)));
  pick.onDidChangeSelection((lines) => {
    const turned = lines.flatMap(({ item }) => (item && denied.has(item) ? [item] : []));
    for (const item of turned) denied.delete(item);
    if (turned.length > 0) show(selected());
  });
  pick.onDidTriggerItemButton(({ item: { item } }) => {
    if (!item) return;
    const left = selected();
    left.delete(item);
    if (!denied.delete(item)) denied.add(item);
    show(left);
  });
  const answer = await new Promise<ReadonlySet<ReviewItem> | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(selected());
      pick.hide();
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return answer;
}

function section(label: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...lines];
}

function lineOf(item: ReviewItem, isDenied: boolean): Line {
  return { ...reviewText(item, isDenied), buttons: [isDenied ? ASK : DENY], item };
}
