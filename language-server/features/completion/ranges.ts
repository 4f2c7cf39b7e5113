import semver from "semver";
import { CompletionItemKind } from "vscode-languageserver";
import type { InstalledPlugin, ManifestView } from "../../feature.ts";
import { nodesAt, textOf, textsAt } from "../../nodes.ts";
import { code, codeList } from "../markdown.ts";
import { describeRange } from "../semver-words.ts";

import type { Suggestion } from "./suggestion.ts";

/** Ranges around the newest installed version of a plugin. */
export function dependencyRanges({ installed }: ManifestView, id: string): Suggestion[] {
  const newest = newestOf(installed.filter((plugin) => plugin.id === id));
  if (!newest) return [];
  const { version } = newest;
  return [`^${version}`, `~${version}`, `>=${version}`, version, "*"].map((range) => ({
    text: range,
    kind: CompletionItemKind.Value,
    detail: describeRange(range) ?? "",
    documentation: `${code(id)} is installed as ${code(version)}.`,
  }));
}

/** Installed plugins that are not dependencies yet, but for this one. */
export function dependencyIds({ installed, tree }: ManifestView): Suggestion[] {
  const known = new Set(nodesAt(tree, "/dependencies/plugins/*").map(({ key }) => textOf(key)));
  const [own] = textsAt(tree, "/id");
  const ids = [...new Set(installed.map(({ id }) => id))].filter((id) => !known.has(id) && id !== own).sort();
  return ids.flatMap((id) => {
    const newest = newestOf(installed.filter((plugin) => plugin.id === id));
    if (!newest) return [];
    const { version, commands, events } = newest;
    const offers = [
      ...(commands.length > 0 ? [`Commands: ${codeList(commands)}`] : []),
      ...(events.length > 0 ? [`Events: ${codeList(events.map((event) => `${id}/${event}`))}`] : []),
    ];
    return [
      {
        text: id,
        kind: CompletionItemKind.Module,
        detail: version,
        documentation: [`Installed as ${code(version)}`, ...offers].join("\n\n"),
        value: `^${version}`,
      },
    ];
  });
}

/** What the version becomes by the three kinds of changes. */
export function nextVersions(view: ManifestView): Suggestion[] {
  const [now = ""] = textsAt(view.tree, "/version");
  const [id] = textsAt(view.tree, "/id");
  const last = newestOf(view.installed.filter((plugin) => plugin.id === id))?.version;
  const from = semver.valid(now) ?? last;
  if (from === undefined || from === null) return [];
  const kinds = [
    ["patch", "a fix"],
    ["minor", "something new that breaks nothing"],
    ["major", "something that may break what worked"],
  ] as const;
  return kinds.flatMap(([kind, detail]) => {
    const text = semver.inc(from, kind);
    return text === null ? [] : [{ text, detail: `${kind}: ${detail}`, kind: CompletionItemKind.Value }];
  });
}

function newestOf(plugins: readonly InstalledPlugin[]): InstalledPlugin | undefined {
  return plugins
    .filter(({ version }) => semver.valid(version) !== null)
    .toSorted((a, b) => semver.rcompare(a.version, b.version))[0];
}
