/** What is known of the values of a manifest besides what the schema says of their keys. */

import type { JSONPath } from "jsonc-parser";
import semver from "semver";
import spdxIds from "spdx-license-ids/index.json" with { type: "json" };
import type { UseKind } from "../../../runtime/core/manifest/sources/source-use.ts";
import type { PermissionKind } from "../../../runtime/core/permissions/kinds.ts";
import { PERMISSION_PATHS } from "../../../runtime/core/permissions/permission-set.ts";
import type { ManifestView } from "../../feature.ts";
import { fits } from "../../nodes.ts";
import { CODICONS, codiconMarkdown } from "../codicons.ts";
import { code, codeList } from "../markdown.ts";
import { describeRange } from "../semver-words.ts";
import { scopeHover } from "./scope-hover.ts";

type About = (view: ManifestView, text: string, path: JSONPath) => string | undefined;

const ABOUT: Readonly<Record<string, About>> = {
  "/license": (_, text) => license(text),
  "/dependencies/plugins/*": (view, text, path) => dependency(view, text, String(path.at(-1))),
  "/dependencies/runtime/*": (_, text) => rangeInWords(text),
  "/ui/panels/*/icon": (_, text) => icon(text),
  "/ui/panels/*/id": registered("panel"),
  "/ui/commands/*/id": registered("command"),
  "/api/endpoints/*/path": registered("endpoint"),
  "/api/events/*": registered("emit"),
  ...Object.fromEntries(
    Object.entries(PERMISSION_PATHS).flatMap(([kind, [group, list]]) =>
      ["permissions", "optionalPermissions"].map((block) => [
        `/${block}/${group}/${list}/*`,
        (view: ManifestView, text: string) => scopeHover(view, kind as PermissionKind, text),
      ]),
    ),
  ),
};

/** Markdown about a string at a place; undefined when there is nothing to say. */
export function valueHover(view: ManifestView, path: JSONPath, text: string): string | undefined {
  const about = Object.entries(ABOUT).find(([pattern]) => fits(path, pattern))?.[1];
  return about?.(view, text, path);
}

function license(text: string): string | undefined {
  const ids = text.split(/[\s()]+/).filter((word) => spdxIds.includes(word));
  const links = ids.map((id) => `[${id}](https://spdx.org/licenses/${encodeURIComponent(id)}.html)`);
  return links.length === 0 ? undefined : `SPDX: ${links.join(", ")}`;
}

function icon(text: string): string | undefined {
  const found = CODICONS.get(text);
  return found ? codiconMarkdown(found) : `No icon is called ${code(text)}, so a general one is shown.`;
}

function rangeInWords(text: string): string | undefined {
  const words = describeRange(text);
  return words === undefined ? undefined : `${code(text)}: ${words}`;
}

/** Which of the installed versions a range admits. */
function dependency({ installed }: ManifestView, range: string, id: string): string | undefined {
  const words = rangeInWords(range);
  if (words === undefined) return undefined;
  const versions = installed.filter((plugin) => plugin.id === id).map(({ version }) => version);
  if (versions.length === 0) return `${words}\n\n${code(id)} is not installed.`;
  const sorted = versions.toSorted((a, b) => (semver.valid(a) && semver.valid(b) ? semver.rcompare(a, b) : 0));
  const admitted = sorted.filter((version) => semver.satisfies(version, range));
  const refused = sorted.filter((version) => !admitted.includes(version));
  return [
    words,
    ...(admitted.length > 0 ? [`Admits the installed ${codeList(admitted)}`] : []),
    ...(refused.length > 0 ? [`Does not admit the installed ${codeList(refused)}`] : []),
  ].join("\n\n");
}

function registered(kind: UseKind): About {
  return ({ folder }, text) => {
    if (!folder.uses) return undefined;
    const places = folder.uses.filter((use) => use.kind === kind && use.value === text);
    const verb = kind === "emit" ? "Sent" : "Registered";
    if (places.length === 0) return `${verb} nowhere in the sources, as far as can be told without running them.`;
    return `${verb} in ${codeList(places.map(({ path, line }) => `${path}:${line}`))}`;
  };
}
