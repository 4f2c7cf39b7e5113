import type { Code } from "../../../runtime/core/manifest/codes.ts";
import type { InstalledManifest } from "../../../runtime/core/manifest/rule.ts";

export interface AdviceCase {
  readonly code: Code;
  /** Members of a manifest that is otherwise without fault; what lies between « and » is where the advice must be. */
  readonly members: string;
  /** The members after the fix; absent: there is none. */
  readonly fixed?: string;
  /** The source of `src/main.ts`. */
  readonly source?: string;
  /** The files of the folder, with their content as text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly installed?: readonly InstalledManifest[];
}

const go = 'aiHub.ui.registerCommand("go", f);';
const command = (id: string, more = ', "category": "A"') => `{"id": ${id}, "title": "Go"${more}}`;
const categories = (...names: string[]) =>
  names.map((name, index) => command(`"c${index}"`, `, "category": ${name}`)).join(", ");
const net = (domains: string) => `"permissions": {"network": {"domains": [${domains}], "protocols": ["https"]}}`;
const read = (scopes: string) => `"permissions": {"filesystem": {"read": [${scopes}]}}`;
const fetches = (url: string) => `fetch("${url}");`;
const settings = '{"properties": {"currency": {}, "format": {}}}';
/** The first bytes of a PNG image of that size. */
const png = (width: number, height: number) =>
  `\x89PNG\r\n\x1A\n\0\0\0\rIHDR${String.fromCharCode(0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255)}`;
const installed = (id: string, version: string, more = ""): InstalledManifest => ({
  id,
  version,
  manifest: `{"name": "${id}", "version": "${version}"${more}}`,
});

/** Every code of advice has at least one case; a test sees to that. */
export const ADVICE_CASES: readonly AdviceCase[] = [
  {
    code: "source/undeclared-command",
    members: '"ui": {«"commands"»: []}',
    fixed: '"ui": {"commands": [{ "id": "go", "title": "Go" }]}',
    source: go,
  },
  {
    code: "source/undeclared-command",
    members: `"ui": {"commands": [${command('«"goo"»')}]}`,
    fixed: `"ui": {"commands": [${command('"go"')}]}`,
    source: go,
  },
  {
    code: "source/unused-command",
    members: `"ui": {"commands": [${command('"go"')}, ${command('«"stop"»')}]}`,
    fixed: `"ui": {"commands": [${command('"go"')}]}`,
    source: "export const commands = { go: f };",
  },
  {
    code: "source/undeclared-panel",
    members: '«"ui"»: {}',
    fixed: '"ui": {"panels": [{ "id": "side-bar", "title": "Side Bar" }]}',
    source: 'aiHub.ui.createPanel({ id: "side-bar" });',
  },
  {
    code: "source/unused-panel",
    members: '"ui": {"panels": [{"id": «"p"», "title": "P"}]}',
    fixed: '"ui": {"panels": []}',
    source: "f();",
  },
  {
    code: "source/undeclared-endpoint",
    members: '"api": {«"endpoints"»: []}',
    fixed: '"api": {"endpoints": [{ "path": "/x", "method": "POST" }]}',
    source: "export const endpoints = { '/x': f };",
  },
  {
    code: "source/unused-endpoint",
    members: '"api": {"endpoints": [{"path": «"/x"»}]}',
    fixed: '"api": {"endpoints": []}',
    source: "f();",
  },
  {
    code: "source/undeclared-event",
    members: '"api": {«"events"»: ["done"]}',
    fixed: '"api": {"events": ["done", "started-now"]}',
    source: 'aiHub.events.emit("done"); aiHub.events.on("started-now", f);',
  },
  {
    code: "source/unused-event",
    members: '"api": {"events": ["done", «"other"»]}',
    fixed: '"api": {"events": ["done"]}',
    source: 'aiHub.events.emit("a/done"); aiHub.events.on("b/other", f);',
  },
  {
    code: "source/undeclared-setting",
    members: '"resources": {"config": «"config.json"»}',
    source: 'aiHub.config.get("curency"); aiHub.config.getAll();',
    files: { "config.json": settings },
  },
  {
    code: "source/unused-setting",
    members: '"resources": {"config": «"config.json"»}',
    source: 'aiHub.config.get("currency");',
    files: { "config.json": settings },
  },
  {
    code: "source/missing-permission",
    members: '«"permissions"»: {}',
    fixed: '"permissions": {"network": { "domains": ["api.example.com"], "protocols": ["https"] }}',
    source: 'aiHub.http.get("https://api.example.com");',
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {"network": {«"domains"»: ["a.example"], "protocols": ["https"]}}',
    fixed: net('"a.example", "b.example:8443"'),
    source: `${fetches("https://a.example")}${fetches("https://b.example:8443/x")}`,
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {"network": {"domains": ["a.example"], «"protocols"»: ["https"]}}',
    fixed: '"permissions": {"network": {"domains": ["a.example"], "protocols": ["https", "http"]}}',
    source: fetches("http://a.example"),
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {«"filesystem"»: {}}',
    fixed: '"permissions": {"filesystem": {"write": ["./out/**"]}}',
    source: 'aiHub.fs.writeFile("./out/" + name, "");',
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {«"system"»: {"notifications": false}}',
    fixed: '"permissions": {"system": {"notifications": true}}',
    source: 'aiHub.ui.showNotification("x");',
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {"filesystem": {"read": [], «"write"»: []}}',
    fixed: '"permissions": {"filesystem": {"read": [], "write": ["${workspaceFolder:my app}/a.txt"]}}',
    source: 'aiHub.fs.writeFile("${workspaceFolder:my app}/a.txt", "");',
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {"filesystem": {"read": [], «"write"»: []}}',
    fixed: '"permissions": {"filesystem": {"read": [], "write": ["${workspaceFolder:app}/out/**"]}}',
    source: 'aiHub.fs.writeFile("${workspaceFolder:app}/out/" + name, "");',
  },
  {
    code: "source/missing-permission",
    members: '"permissions": {"filesystem": {"read": [], «"write"»: []}}',
    fixed: '"permissions": {"filesystem": {"read": [], "write": ["=${workspaceFolder:app}/[a].txt"]}}',
    source: 'aiHub.fs.writeFile("${workspaceFolder:app}/[a].txt", "");',
  },
  { code: "source/missing-permission", members: '«"permissions"»: {}', source: "aiHub.http.get(url);" },
  {
    code: "source/unused-permission",
    members: net('"a.example", «"b.example"»'),
    fixed: net('"a.example"'),
    source: fetches("https://a.example"),
  },
  {
    code: "source/unused-permission",
    members: '"permissions": {"system": {«"camera"»: true}}',
    fixed: '"permissions": {"system": {}}',
    source: "f();",
  },
  {
    code: "source/wider-permission",
    members: read('«"./data/*"»'),
    fixed: read('"./data/a.csv", "./data/b.csv"'),
    source: 'aiHub.fs.readFile("./data/a.csv"); aiHub.fs.stat("./data/b.csv");',
  },
  { code: "source/missing-plugin", members: '"dependencies": {"plugins": {«"b"»: "^1.0.0"}}', installed: [] },
  {
    code: "source/plugin-range",
    members: '"dependencies": {"plugins": {"b": «"^1.0.0"»}}',
    fixed: '"dependencies": {"plugins": {"b": "^2.1.0"}}',
    installed: [installed("b", "2.1.0")],
  },
  {
    code: "source/version-not-bumped",
    members: '"version": «"1.0.0"», "permissions": {"system": {"notifications": true}}',
    fixed: '"version": "1.1.0", "permissions": {"system": {"notifications": true}}',
    installed: [installed("a", "1.0.0")],
  },
  {
    code: "source/path-case",
    members: '"resources": {"docs": «"./docs/readme.md"»}',
    fixed: '"resources": {"docs": "./docs/README.md"}',
    files: { "docs/README.md": "", "docs/readme.md?": "" },
  },
  {
    code: "lint/icon-format",
    members: '"resources": {"icon": «"icon.svg"»}',
    fixed: '"resources": {"icon": "./icon.png"}',
    files: { "icon.svg": "", "icon.png": png(128, 128) },
  },
  { code: "lint/icon-format", members: '"resources": {"icon": «"icon.png"»}', files: { "icon.png": "<svg/>" } },
  { code: "lint/icon-size", members: '"resources": {"icon": «"icon.png"»}', files: { "icon.png": png(16, 16) } },
  { code: "lint/icon-size", members: '"resources": {"icon": «"icon.png"»}', files: { "icon.png": png(512, 256) } },
  {
    code: "lint/insecure-link",
    members: '"homepage": «"http://a.example/x"»',
    fixed: '"homepage": "https://a.example/x"',
  },
  {
    code: "lint/deprecated-license",
    members: '"license": «"LGPL-2.1+"»',
    fixed: '"license": "LGPL-2.1-or-later"',
  },
  { code: "lint/deprecated-license", members: '"license": «"GPL-3.0"»' },
  { code: "lint/deprecated-license", members: '"license": «"Nunit"»' },
  { code: "lint/missing-description", members: '"description": «" "»' },
  {
    code: "lint/missing-keywords",
    members: '"type": "tool", «"keywords"»: []',
    fixed: '"type": "tool", "keywords": ["tool"]',
  },
  {
    code: "lint/category-spelling",
    members: `"ui": {"commands": [${categories('"Book Keeping"', '"Book Keeping"', '«"book-keeping"»')}]}`,
    fixed: `"ui": {"commands": [${categories('"Book Keeping"', '"Book Keeping"', '"Book Keeping"')}]}`,
  },
  {
    code: "lint/command-category",
    members: `"ui": {"commands": [${command('"a"')}, «{»"id": "b", "title": "B"}]}`,
    fixed: `"ui": {"commands": [${command('"a"')}, {"id": "b", "title": "B", "category": "A"}]}`,
  },
  { code: "lint/kebab-case", members: `"ui": {"commands": [${command('«"doIt"»')}]}` },
  {
    code: "lint/unexplained-wildcard",
    members: net('"a.example", «"*.example.com"»'),
  },
];
