import spdxIds from "spdx-license-ids/index.json" with { type: "json" };
import { CompletionItemKind } from "vscode-languageserver";
import type { Place } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** What most packages carry, by how many do. */
const COMMON = [
  "MIT",
  "Apache-2.0",
  "ISC",
  "BSD-3-Clause",
  "BSD-2-Clause",
  "MPL-2.0",
  "GPL-3.0-only",
  "GPL-3.0-or-later",
  "LGPL-3.0-only",
  "LGPL-3.0-or-later",
  "AGPL-3.0-only",
  "0BSD",
  "Unlicense",
];

const OWN_WORDS: readonly (readonly [string, string])[] = [
  ["one-time", "Paid for once"],
  ["subscription", "Paid for by month or year"],
  ["free", "Free of charge, with no open license"],
  ["open-source", "Open, under the license in its repository"],
];

/** Words of the marketplace and SPDX ids; inside an expression such as `MIT OR …` the ids alone. */
export function licenses({ typed }: Place): Suggestion[] {
  const expression = /^.*[\s(]/s.exec(typed)?.[0] ?? "";
  const words = expression === "" ? OWN_WORDS : [];
  const rest = spdxIds.filter((id) => !COMMON.includes(id));
  const license = (id: string): Suggestion => ({
    text: expression + id,
    label: id,
    kind: CompletionItemKind.Value,
    documentation: `SPDX: [${id}](https://spdx.org/licenses/${encodeURIComponent(id)}.html)`,
  });
  return [
    ...COMMON.map(license),
    ...words.map(([text, detail]) => ({ text, detail, kind: CompletionItemKind.EnumMember })),
    ...rest.map(license),
  ];
}
