/** "AI Hub: Show Permission Audit": what plugins did and were denied, in a list that is filtered as one types. */
import { join } from "node:path";
import { type QuickInputButton, type QuickPickItem, ThemeIcon, Uri, window } from "vscode";
import { errorText, inert } from "../display.ts";
import type { Plugins } from "../plugins.ts";
import { type AuditLine, filterAudit, readAudit } from "./audit-entries.ts";
import { showDeclaration } from "./manage.ts";

/** Entries that are read, and of them shown at once: the list draws what is in sight, but takes all in one message. */
const MAX_READ = 20_000;
const MAX_SHOWN = 1000;
/** Frames of the plugin's stack in one line; all of them stand in the file. */
const SHOWN_FRAMES = 3;

interface LineItem extends QuickPickItem {
  readonly line?: AuditLine;
}

const FILTERS: readonly (QuickInputButton & { readonly word: string })[] = [
  { iconPath: new ThemeIcon("circle-slash"), tooltip: "Only What Was Denied", word: "decision:denied" },
  { iconPath: new ThemeIcon("shield"), tooltip: "Only Attempts to Get Out of Bounds", word: "is:violation" },
];
const REFRESH: QuickInputButton = { iconPath: new ThemeIcon("refresh"), tooltip: "Read Again" };
const OPEN: QuickInputButton = { iconPath: new ThemeIcon("go-to-file"), tooltip: "Open audit.jsonl" };

/** Resolves when the list is closed. @param pluginId shows this plugin's entries at first */
export async function showAudit(home: string, plugins: Plugins, pluginId?: string): Promise<void> {
  const pick = window.createQuickPick<LineItem>();
  pick.title = "AI Hub: Permission Audit";
  pick.placeholder = "Words to find; also plugin:… kind:read decision:denied answer:always stack:main.ts is:violation";
  pick.buttons = [...FILTERS, REFRESH, OPEN];
  pick.value = pluginId === undefined ? "" : `plugin:${pluginId} `;
  let all: readonly AuditLine[] = [];
  let notes: readonly string[] = [];
  const show = () => {
    const found = filterAudit(all, pick.value);
    const rest = found.length > MAX_SHOWN ? [`${found.length - MAX_SHOWN} older ones match too: type more`] : [];
    const empty = found.length === 0 ? [all.length === 0 ? "Nothing was asked for yet" : "Nothing matches"] : [];
    const said = [...empty, ...rest, ...notes].map((label) => ({ label: `$(info) ${label}`, alwaysShow: true }));
    pick.items = [...found.slice(0, MAX_SHOWN).map(lineItem), ...said];
  };
  const load = async () => {
    pick.busy = true;
    try {
      const { entries, unreadable, isCut } = await readAudit(home, MAX_READ);
      all = entries;
      notes = [
        ...(unreadable > 0 ? [`${unreadable} lines could not be read`] : []),
        ...(isCut ? ["Older entries stand in the audit files"] : []),
      ];
    } catch (error) {
      all = [];
      notes = [`The audit trail cannot be read: ${errorText(error)}`];
    }
    pick.busy = false;
    show();
  };
  pick.onDidChangeValue(show);
  pick.onDidTriggerButton((button) => {
    const filter = FILTERS.find((one) => one === button);
    if (filter) {
      pick.value = toggled(pick.value, filter.word);
      show();
    } else if (button === REFRESH) void load();
    else void window.showTextDocument(Uri.file(join(home, "audit.jsonl"))).then(undefined, tell);
  });
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    if (!item?.line) return;
    pick.hide();
    void jumpTo(plugins, item.line).catch(tell);
  });
  const closed = new Promise<void>((resolve) => pick.onDidHide(resolve));
  pick.show();
  await load();
  await closed;
  pick.dispose();
}

/** The time comes first: VS Code puts items first whose label has what was typed, which would mix up the order. */
function lineItem(line: AuditLine): LineItem {
  const { time, plugin, kind, value, decision, rule, answer, violation, stack } = line;
  const icon = violation ? "$(shield)" : decision === "granted" ? "$(pass)" : "$(circle-slash)";
  const when = new Date(time);
  const shown = Number.isNaN(when.getTime()) ? time : when.toLocaleString();
  const why = rule === "" ? "no permission in plugin.json covers it" : `rule ${rule}`;
  const notes = [why, ...(answer === undefined ? [] : [`you answered: ${answer}`])];
  const from = stack.length === 0 ? [] : [`from ${stack.slice(0, SHOWN_FRAMES).join(" < ")}`];
  return {
    label: `${icon} ${inert(shown)}`,
    description: inert(`${decision} ${kind} ${value}`),
    detail: inert([plugin, ...notes, ...(violation ? ["tried to get out of its bounds"] : []), ...from].join(" · ")),
    alwaysShow: true,
    line,
  };
}

async function jumpTo(plugins: Plugins, { plugin, kind, rule }: AuditLine): Promise<void> {
  const entry = plugins.find(plugin);
  if (entry) return showDeclaration(entry.found.dir, kind, rule);
  void window.showInformationMessage(inert(`The plugin ${plugin} is not open in this window.`));
}

function toggled(query: string, word: string): string {
  const words = query.split(/\s+/).filter(Boolean);
  const left = words.filter((one) => one !== word);
  return [...left, ...(left.length === words.length ? [word] : []), ""].join(" ");
}

function tell(error: unknown): void {
  void window.showErrorMessage(errorText(error));
}
