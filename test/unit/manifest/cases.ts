import type { ProblemCode } from "../../../runtime/core/manifest/codes.ts";
import type { Case } from "./check.ts";

const W = ["$", "{workspaceFolder}"].join("");

function cases(code: ProblemCode, ...list: (string | readonly [text: string, fixed: string])[]): Case[] {
  return list.map((item) =>
    typeof item === "string" ? { code, text: item } : { code, text: item[0], fixed: item[1] },
  );
}

const read = (scope: string) => `"permissions": {"filesystem": {"read": [${scope}]}}`;
const net = (scope: string) => `"permissions": {"network": {"protocols": ["https"], "domains": [${scope}]}}`;
const parameter = (type: string) => `"api": {"endpoints": [{"path": "/x", "parameters": {"p": ${type}}}]}`;

/** Every code has at least one case; a test sees to that. `encoding` and `too-many-problems` have tests of their own. */
export const CASES: readonly Case[] = [
  ...cases(
    "manifest/syntax",
    "",
    ['{"name": "A", "version": "1.0.0"«,» }', '{"name": "A", "version": "1.0.0" }'],
    ['"keywords": ["a"«,»\n\t]', '"keywords": ["a"\n\t]'],
    ['"keywords": ["a"«,» /* b, c */]', '"keywords": ["a" /* b, c */]'],
    ['"type": "tool"«,» // "author": "A",\n/* , */ // x \t\n', '"type": "tool" // "author": "A",\n/* , */ // x \t\n'],
    '"keywords": [«,»]',
    '"type": «}»',
    `{"name": "A", "version": "1.0.0"} «x»`,
    ['{"name": "A" «"version"»: "1.0.0"}', '{"name": "A", "version": "1.0.0"}'],
    ['"keywords": ["a" // b,\n/* c */ «"d"»]', '"keywords": ["a", // b,\n/* c */ "d"]'],
    '"keywords": [0«5»]',
    '{"name": "A", "version": "1.0.0", "type": «tool»}',
    '{"name": "A", "version": "1.0.0", «type»: "tool"}',
    '{"name": "A", "version": «"1.0.0\\q"»}',
    '{"name": "A", "version": "1.0.0"} «/* open»',
  ),
  ...cases("manifest/byte-order-mark", [
    '«\uFEFF»{"name": "A", "version": "1.0.0"}',
    '{"name": "A", "version": "1.0.0"}',
  ]),
  ...cases("manifest/too-large", `"scripts": ${"[".repeat(31)}«[»${"]".repeat(32)}`),
  ...cases(
    "manifest/duplicate-key",
    ['"type": "tool", «"type"»: "model"', '"type": "tool"'],
    ['"scripts": {"a~/b": "1", «"a~/b"»: "2"}', '"scripts": {"a~/b": "1"}'],
  ),
  ...cases(
    "manifest/forbidden-key",
    ['«"__proto__"»: {"type": "tool"}', '{"name": "A", "version": "1.0.0"}'],
    ['"scripts": {«"constructor"»: "x"}', '"scripts": {}'],
    ['"api": {«"\\u005f_proto__"»: {"version": 1}}', '"api": {}'],
  ),
  ...cases(
    "manifest/unknown-key",
    ['«"licence"»: "MIT"', '"license": "MIT"'],
    ['"ui": {«"comands"»: []}', '"ui": {"commands": []}'],
    ['"permissions": {"system": {«"notification"»: true}}', '"permissions": {"system": {"notifications": true}}'],
    ['"permissions": {«"fileSystem"»: {}}', '"permissions": {"filesystem": {}}'],
    ['«"zzzzzzzz"»: 1', '{"name": "A", "version": "1.0.0"}'],
    ['"type": "tool", «"typo"»: 1', '"type": "tool"'],
    ['«"toString"»: 1', '{"name": "A", "version": "1.0.0"}'],
  ),
  ...cases(
    "manifest/missing-key",
    ['«{»"name": "A"}', '{"name": "A", "version": "1.0.0"}'],
    ['«{»"version": "1.0.0"}', '{"version": "1.0.0", "name": "My Plugin"}'],
    ['"ui": {"panels": [«{»"id": "a"}]}', '"ui": {"panels": [{"id": "a", "title": "A"}]}'],
  ),
  ...cases(
    "manifest/type",
    ['"description": «5»', '"description": "5"'],
    '"ui": «[»]',
    '"keywords": ["a", «null»]',
    '"build": «"x"»',
  ),
  ...cases(
    "manifest/value",
    ['"type": «"tol"»', '"type": "tool"'],
    ['"compatibility": {"platforms": ["linux", «"Darwin"»]}', '"compatibility": {"platforms": ["linux", "darwin"]}'],
    '"compatibility": {"architecture": [«"sparc"»]}',
    [
      '"api": {"endpoints": [{"path": "/x", "method": «"post"»}]}',
      '"api": {"endpoints": [{"path": "/x", "method": "POST"}]}',
    ],
  ),
  ...cases(
    "manifest/format",
    ['"id": «"My Plugin"»', '"id": "my-plugin"'],
    '"homepage": «"javascript:alert(1)"»',
    ['"api": {"endpoints": [{"path": «"x"»}]}', '"api": {"endpoints": [{"path": "/x"}]}'],
    ['"api": {"events": [«"a/b"»]}', '"api": {"events": ["a-b"]}'],
    [
      '"dependencies": {"plugins": {«"Data Processor"»: "^1.0.0"}}',
      '"dependencies": {"plugins": {"data-processor": "^1.0.0"}}',
    ],
    [
      '"ui": {"panels": [{"id": "a", "title": "A", "icon": «"$(x)"»}]}',
      '"ui": {"panels": [{"id": "a", "title": "A", "icon": "x"}]}',
    ],
  ),
  ...cases(
    "manifest/range",
    '{"name": «""», "version": "1.0.0"}',
    ['"limits": {"timeoutMs": «0»}', '"limits": {"timeoutMs": 1}'],
    ['"limits": {"memoryMB": «4096»}', '"limits": {"memoryMB": 1024}'],
    `"author": «"${"a".repeat(201)}"»`,
    `"keywords": «[»${'"a",'.repeat(50)} "a"]`,
  ),
  ...cases(
    "manifest/id",
    ['{"name": «"日本"», "version": "1.0.0"}', '{"name": "日本", "version": "1.0.0", "id": "my-plugin"}'],
    ['{"name": «"…"», "version": "1.0.0"}', '{"name": "…", "version": "1.0.0", "id": "my-plugin"}'],
  ),
  ...cases(
    "manifest/reserved-id",
    ['"id": «"aihub"»', '"id": "aihub-plugin"'],
    ['"id": «"com1"»', '"id": "com1-plugin"'],
    ['{"name": «"AI Hub"», "version": "1.0.0"}', '{"name": "AI Hub", "version": "1.0.0", "id": "ai-hub-plugin"}'],
  ),
  ...cases(
    "manifest/duplicate-id",
    [
      '"ui": {"commands": [{"id": "a", "title": "A"}, {"id": «"a"», "title": "B"}]}',
      '"ui": {"commands": [{"id": "a", "title": "A"}]}',
    ],
    [
      '"ui": {"panels": [{"id": "a", "title": "A"}, {"id": «"a"», "title": "B"}]}',
      '"ui": {"panels": [{"id": "a", "title": "A"}]}',
    ],
    ['"api": {"events": ["x", "y", «"x"»]}', '"api": {"events": ["x", "y"]}'],
    [
      '"api": {"endpoints": [{"path": "/x", "method": "POST"}, {"path": «"/x"»}]}',
      '"api": {"endpoints": [{"path": "/x", "method": "POST"}]}',
    ],
  ),
  ...cases(
    "manifest/version",
    ['{"name": "A", "version": «"1.2"»}', '{"name": "A", "version": "1.2.0"}'],
    ['{"name": "A", "version": «"v1.2.0"»}', '{"name": "A", "version": "1.2.0"}'],
    ['{"name": "A", "version": «" 1.2.0"»}', '{"name": "A", "version": "1.2.0"}'],
    '{"name": "A", "version": «"latest"»}',
    '{"name": "A", "version": «""»}',
    '"compatibility": {"minAppVersion": «"x"», "maxAppVersion": "1.0.0"}',
  ),
  ...cases(
    "manifest/version-range",
    ['"dependencies": {"plugins": {"a": «"newest"»}}', '"dependencies": {"plugins": {"a": "*"}}'],
    ['"dependencies": {"runtime": {"node": «""»}}', '"dependencies": {"runtime": {"node": "*"}}'],
    ['"dependencies": {"runtime": {"node": «">=x.y.z.w"»}}', '"dependencies": {"runtime": {"node": "*"}}'],
  ),
  ...cases(
    "manifest/app-version-order",
    [
      '"compatibility": {"minAppVersion": «"2.0.0"», "maxAppVersion": "1.9.9"}',
      '"compatibility": {"minAppVersion": "2.0.0"}',
    ],
    [
      '"compatibility": {"minAppVersion": «"2.0.0"», "maxAppVersion": "2.0.0-beta"}',
      '"compatibility": {"minAppVersion": "2.0.0"}',
    ],
  ),
  ...cases(
    "manifest/license",
    ['"license": «"mit"»', '"license": "MIT"'],
    ['"license": «"opensource"»', '"license": "open-source"'],
    '"license": «"ask my lawyer about it"»',
    `"license": «"${"(".repeat(250)}"»`,
    '"license": «""»',
  ),
  ...cases(
    "manifest/path",
    '"build": {"entry": "src/«../../x»"}',
    '"build": {"entry": "src/\\u0041/«../../x»"}',
    '"ui": {"entry": "«/etc/passwd»"}',
    '"resources": {"icon": "«~/x.png»"}',
    '"resources": {"icon": "C«:/x.png»"}',
    ['"resources": {"docs": "docs«\\\\a.md»"}', '"resources": {"docs": "docs/a.md"}'],
    '"resources": {"screenshots": ["a.png", "«..»"]}',
    '"resources": {"icon": "a«\\u0000»"}',
    '"build": {"entry": «""»}',
    ['"build": {"output": «"./"»}', '"build": {"output": "dist/"}'],
    ['"build": {"output": «"node_modules/x"»}', '"build": {"output": "dist/"}'],
  ),
  ...cases(
    "manifest/permission-scope",
    read('"./a", "./«../b»"'),
    read('"./\\u0041/«../b»"'),
    [read('"«data/*»"'), read('"./data/*"')],
    [read('"./data«/»"'), read('"./data/**"')],
    [read('"./a«\\\\b»"'), read('"./a/b"')],
    read(`"./x/«${W}»"`),
    read('«""»'),
    [net('"«https://a.example/x»"'), net('"a.example"')],
    [net('"a.example«/x»"'), net('"a.example"')],
    net('"a.example:«99999»"'),
    net('"«*»"'),
    '"optionalPermissions": {"memory": {"collections": ["a«*»"]}}',
    '"permissions": {"ai": {"models": ["«{1..999}»"]}}',
  ),
  ...cases("manifest/broad-permission", read('«"/etc/**"»'), net('«"*.com"»'), net('«"0.0.0.0/0"»')),
  ...cases("manifest/network-protocols", [
    '"permissions": {«"network"»: {"domains": ["a.example"]}}',
    '"permissions": {"network": {"domains": ["a.example"], "protocols": ["https"]}}',
  ]),
  ...cases(
    "manifest/parameter-type",
    [parameter('«"strng"»'), parameter('"string"')],
    [parameter('«"pdf | csv"»'), parameter('"pdf|csv"')],
    [parameter('«"a||b"»'), parameter('"a|b"')],
    [parameter('«"a|b|a"»'), parameter('"a|b"')],
    [parameter('«"pdf"»'), parameter('"string"')],
    [parameter('«""»'), parameter('"string"')],
  ),
  ...cases(
    "manifest/size",
    ['"permissions": {"memory": {"maxSize": «"100"»}}', '"permissions": {"memory": {"maxSize": "100MB"}}'],
    '"permissions": {"memory": {"maxSize": «"0MB"»}}',
    '"optionalPermissions": {"memory": {"maxSize": «"-1MB"»}}',
    '"permissions": {"memory": {"maxSize": «"1.5 TB"»}}',
  ),
  { code: "manifest/missing-entry", text: '"build": {"entry": «"src/main.ts"»}', files: ["main.ts"] },
  { code: "manifest/missing-entry", text: '"ui": {"entry": «"ui.tsx"»}', files: ["dist/main.js"] },
  { code: "manifest/missing-file", text: '"resources": {"icon": «"./icon.png"»}', files: ["x"] },
  { code: "manifest/missing-file", text: '"resources": {"screenshots": ["x", «"y"»]}', files: ["x"] },
];
