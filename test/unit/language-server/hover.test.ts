import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { MarkupContent } from "vscode-languageserver";
import { hover } from "../../../language-server/features/hover/hover.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";
import { type Around, viewOf } from "./view.ts";

const SEED = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");
const BAR = "\u0000";

function use(kind: SourceUse["kind"], value: string, line: number): SourceUse {
  return { path: "src/main.ts", kind, value, call: "aiHub.x", start: 0, end: value.length, line, column: 1 };
}

const AROUND: Around = {
  files: Object.fromEntries(
    [
      "src/main.ts",
      "data/.hidden",
      "data/a.csv",
      "data/b.csv",
      "data/deep/c.csv",
      "a/1",
      "a/2",
      "a/3",
      "a/4",
      "a/5",
      "a/6",
    ].map((path) => [path, ""]),
  ),
  uses: [use("command", "report", 3), use("net", "https://api.example.org/v1", 7), use("read", "./data/a.csv", 9)],
  installed: ["1.2.0", "1.10.0", "2.0.0"].map((version) => ({
    id: "dp",
    version,
    commands: [],
    events: [],
    manifest: "",
  })),
  models: ["gpt-4o", "local/llama", "local/phi"],
};

/** `¦` stands for a `|` that stays. */
function shownAt(marked: string, around: Around = AROUND): { text: string; under: string } | undefined {
  const { view, position } = viewOf(marked, around);
  const found = hover(view, position);
  if (!found) return undefined;
  assert.ok(MarkupContent.is(found.contents) && found.contents.kind === "markdown");
  assert.ok(found.range);
  return { text: found.contents.value, under: view.document.getText(found.range) };
}

const read = (scope: string) => `{"permissions": {"filesystem": {"read": ["${scope}"]}}}`;
const net = (scope: string, protocols = "") => `{"permissions": {"network": {"domains": ["${scope}"]${protocols}}}}`;
const plugins = (member: string) => `{"dependencies": {"plugins": {${member}}}}`;

const SHOWN: readonly (readonly [marked: string, under: string, ...parts: (string | RegExp)[]])[] = [
  // Keys and enum values: the schema's words
  ['{"na|me": "A"}', '"name"', "**Name**", "What people call the plugin."],
  ['{"name": "A|"}', '"A"', "What people call the plugin."],
  ['{"type": "to|ol"}', '"tool"', "`tool`: Does one thing on request"],
  ['{"build": {"out|put": "x"}}', '"output"', 'Default: `"dist/"`'],
  ['{"permissions": {"net|work": {}}}', '"network"', "The hosts that the plugin may reach"],
  ['{"ui": {"panels": [{"loca|tion": "panel"}]}}', '"location"', "Beside the terminal", "Default"],
  // Versions
  [
    plugins('"dp": "^1|.0.0"'),
    '"^1.0.0"',
    "`^1.0.0`: from 1.0.0, below 2.0.0",
    "Admits the installed `1.10.0` and `1.2.0`",
    "Does not admit the installed `2.0.0`",
  ],
  [plugins('"d|p": ">=2"'), '"dp"', "from 2.0.0", "Admits the installed `2.0.0`"],
  [plugins('"dp": "~1.2.3 - 4|"'), '"~1.2.3 - 4"', /^(?!.*admit)/is],
  [plugins('"dp": "|*"'), '"*"', "`*`: any version"],
  [plugins('"dp": "1.2.0|"'), '"1.2.0"', "exactly 1.2.0"],
  [plugins('"dp": "<2 >1.2|"'), '"<2 >1.2"', "from 1.3.0, below 2.0.0", "`1.10.0`"],
  [plugins('"other": "^1|"'), '"^1"', "`other` is not installed"],
  ['{"dependencies": {"runtime": {"node": ">=18|"}}}', '">=18"', "from 18.0.0"],
  // Files: the answers are those of the permission model
  [
    read("./data/*|"),
    '"./data/*"',
    "matches 3 files now: `data/.hidden`, `data/a.csv` and `data/b.csv`",
    "Used by `src/main.ts:9`",
  ],
  [read("./data/**/*.c|sv"), '"./data/**/*.csv"', "matches 3 files now"],
  [read("./data/{a,b}.c|sv"), '"./data/{a,b}.csv"', "matches 2 files now"],
  [read("./a/*|"), '"./a/*"', "matches 6 files now: `a/1`, `a/2`, `a/3`, `a/4`, `a/5` and 1 more"],
  [read("./nothing|"), '"./nothing"', "matches 0 files now"],
  [read("=./data/a.c|sv"), '"=./data/a.csv"', "matches 1 file now: `data/a.csv`"],
  [read("${workspaceFolder}/a|/?"), '"${workspaceFolder}/a/?"', "were it the open workspace, it matches 6 files"],
  [
    read("${workspaceFolder:app}/a|/?"),
    '"${workspaceFolder:app}/a/?"',
    "Of this folder, were it the open workspace folder `app`, it matches 6 files",
  ],
  [read("/et|c/**"), '"/etc/**"', "**Broad:**", "matches 0 files"],
  // Domains: each example was asked of the permission model
  [
    net("*.exa|mple.org"),
    '"*.example.org"',
    "Admits `https://api.example.org`, `https://a.b.example.org`",
    "Not `https://example.org`",
    "Used by `src/main.ts:7`",
  ],
  [
    net("api.exa|mple.org"),
    '"api.example.org"',
    "Admits `https://api.example.org`\n",
    "Not `https://www.api.example.org`",
  ],
  [
    net("x.org:84|43"),
    '"x.org:8443"',
    "Admits `https://x.org:8443`\n",
    "Not `https://www.x.org:8443`",
    "`https://x.org`",
  ],
  [net("x.org:|*"), '"x.org:*"', "Admits `https://x.org:8080`, `https://x.org`\n"],
  [net("x.o|rg", ', "protocols": ["wss"]'), '"x.org"', "Admits `wss://x.org`\n", "Not `wss://www.x.org`"],
  [net("x.o|rg", ', "protocols": ["https", "http"]'), '"x.org"', "Admits `https://x.org`, `http://x.org`"],
  [
    net("10.1.2.3/8|"),
    '"10.1.2.3/8"',
    "Admits `https://10.0.0.0`, `https://10.255.255.255`",
    "Not `https://11.0.0.0`, `https://9.255.255.255`",
  ],
  [net("0.0.0.0/0|"), '"0.0.0.0/0"', "**Broad:**", "Admits `https://0.0.0.0`, `https://255.255.255.255`"],
  [net("[::1]:99|"), '"[::1]:99"', "Admits `https://[::1]:99`", "Not `https://[::2]:99`"],
  // Models
  ['{"permissions": {"ai": {"models": ["local/*|"]}}}', '"local/*"', "Admits here: `local/llama` and `local/phi`"],
  ['{"permissions": {"ai": {"models": ["claude|"]}}}', '"claude"', "Admits no model that is available here"],
  // Icons, licences, ids
  ['{"ui": {"panels": [{"icon": "gra|ph"}]}}', '"graph"', "$(graph)", "Graph or chart"],
  ['{"ui": {"panels": [{"icon": "no-such|"}]}}', '"no-such"', "No icon is called `no-such`, so a general one is shown"],
  ['{"ui": {"panels": [{"icon": "calcu|lator"}]}}', '"calculator"', "**calculator**", "AI Hub adds"],
  [
    '{"license": "MIT OR I|SC"}',
    '"MIT OR ISC"',
    "(https://spdx.org/licenses/MIT.html)",
    "(https://spdx.org/licenses/ISC.html)",
  ],
  ['{"ui": {"commands": [{"id": "repo|rt"}]}}', '"report"', "Registered in `src/main.ts:3`"],
  ['{"ui": {"commands": [{"id": "oth|er"}]}}', '"other"', "Registered nowhere in the sources"],
];

describe("language server: hover", () => {
  for (const [marked, under, ...parts] of SHOWN) {
    it(marked, () => {
      const found = shownAt(marked);
      assert.ok(found);
      assert.equal(found.under, under);
      for (const part of parts) {
        if (part instanceof RegExp) assert.match(found.text, part);
        else assert.ok(`${found.text}\n`.includes(part), `${found.text}\n\nlacks ${part}`);
      }
    });
  }

  for (const marked of ["{|}", '{"zz|z": 1}', '{"name"|', "", '{"name": "A"} // he|re', '{"build": {}|}']) {
    it(`${JSON.stringify(marked)} has nothing to say`, () => {
      const found = shownAt(marked);
      if (marked === '{"name"|') assert.ok(found);
      else assert.equal(found, undefined);
    });
  }

  it("permissions of the seed in words", () => {
    const marked = SEED.replaceAll("|", BAR).replace('"permissions"', '"permis|sions"');
    const found = shownAt(marked);
    assert.equal(found?.under, '"permissions"');
    for (const line of [
      "- **Read** files `./data/*` and `./config/*`",
      "- **Create, change and remove** files `./data/output/*` and `./logs/*`",
      "- **Reach** the hosts `api.openai.com` and `*.googleapis.com` over `https`",
      "- **Remember** in the collections `bookkeeping` and `financial-data`, at most `100MB`",
      "- **Ask** the AI models `gpt-4`, `claude-3` and `local/*`, with at most 10000 tokens for each request",
      "- **Use** of the system: `notifications`\n",
      "Everything else is denied.",
    ]) {
      assert.ok(found.text.includes(line), `${found.text}\n\nlacks ${line}`);
    }
  });

  const summaries: readonly (readonly [members: string, has: RegExp, hasNot: RegExp])[] = [
    ["{}", /may do nothing/, /Everything else/],
    ['{"network": {"domains": ["a.example"]}}', /may do nothing/, /a\.example/],
    ['{"system": {"camera": true, "clipboard": true}}', /`clipboard`/, /camera/],
    ['{"filesystem": {"read": ["./data/**", "./data/x", "bad"]}}', /`\.\/data\/\*\*`/, /data\/x|bad/],
    ['{"filesystem": {"read": ["./x", "./{x,x}"]}}', /`\.\/x`/, /\{x,x\}/],
    ['{"filesystem": {"write": ["/**"]}}', /\*\*Broad\*\*[\s\S]*`\/\*\*`: it changes files beyond/, /nothing/],
    [
      '{"filesystem": {"read": "x", "write": [1, null]}, "ai": [], "memory": {"collections": {"a": "b"}}}',
      /nothing|`b`/,
      /null/,
    ],
  ];
  for (const [members, has, hasNot] of summaries) {
    it(`permissions in words: ${members}`, () => {
      const found = shownAt(`{"perm|issions": ${members}}`);
      assert.match(found?.text ?? "", has);
      assert.doesNotMatch(found?.text ?? "", hasNot);
    });
  }

  const hostile = [
    "[x](command:workbench.action.quit)",
    "<img src=x onerror=alert(1)>",
    "`]()[y](http://evil.example)`",
    "``` <b>",
    "a`b``c```d",
    "![](https://evil.example/t.png)",
    "\n\n# Title\n\n- x",
    "\u202edrowssap",
    "$(warning) safe",
    "&lt;b&gt;",
    " ` ",
  ];
  const places = [
    (text: string) => `{"permiss|ions": {"memory": {"collections": [${text}], "maxSize": ${text}}}}`,
    (text: string) => `{"permiss|ions": {"network": {"domains": ["a.example"], "protocols": [${text}]}}}`,
    (text: string) => `{"dependencies": {"plugins": {${text}: "|^1"}}}`,
    (text: string) => `{"ui": {"panels": [{"icon": |${text}}]}}`,
    (text: string) => `{"permissions": {"ai": {"models": [|${text}]}}}`,
    (text: string) => `{"license": |${text}}`,
    (text: string) => `{"type": |${text}}`,
  ];
  for (const text of hostile) {
    it(`shows ${JSON.stringify(text)} as it is, and nothing comes of it`, () => {
      const around = { ...AROUND, models: [text], uses: [{ ...use("ai", text, 1), path: text }] };
      for (const place of places) {
        const found = shownAt(place(JSON.stringify(text)), around);
        if (!found) continue;
        const outside = withoutCode(found.text);
        assert.doesNotMatch(outside, /command:|<|evil|onerror|warning|# Title|drowssap|&lt;/, found.text);
        assert.doesNotMatch(found.text, /\u202e|\$\(warning\)/);
      }
    });
  }
});

/** Takes out the code spans as CommonMark finds them: a run of backticks up to the next run of the same length. */
function withoutCode(markdown: string): string {
  let rest = markdown;
  let outside = "";
  for (let open = /`+/.exec(rest); open; open = /`+/.exec(rest)) {
    const [fence] = open;
    const inside = rest.slice(open.index + fence.length);
    const close = [...inside.matchAll(/`+/g)].find(([run]) => run === fence);
    outside += rest.slice(0, open.index);
    if (!close) return outside + inside;
    rest = inside.slice(close.index + fence.length);
  }
  return outside + rest;
}
