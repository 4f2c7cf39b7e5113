import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "mocha";
import type { Problem } from "../../../runtime/core/result.ts";

const AIHUB = fileURLToPath(new URL("../../../sdk/cli/bin/aihub.js", import.meta.url));
const SEED = fileURLToPath(new URL("../../fixtures/seed-plugin.json", import.meta.url));
const BROKEN = '{\r\n\t"name": "日本\u202e",\r\n\t"id": "a",\r\n\t"version": "1.2", "licence": "MIT"}';

describe("aihub validate", () => {
  let dir = "";
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-validate-"));
    await writeFile(join(dir, "plugin.json"), BROKEN);
    await writeFile(join(dir, "warning.json"), '{"name": "A", "version": "1.0.0", "x": 1}');
  });
  after(async () => {
    await rm(dir, { recursive: true, force: true });
  });

  function run(
    target: string,
    format: string,
    ...more: string[]
  ): { status: number | null; stdout: string; stderr: string } {
    const env = { ...process.env, AIHUB_HOME: join(dir, "home") };
    const options = { encoding: "utf8", cwd: dir, env, timeout: 200_000 } as const;
    return spawnSync(process.execPath, [AIHUB, "validate", target, "--format", format, ...more], options);
  }

  it("json: an empty list for the example of the specification", () => {
    const { status, stdout, stderr } = run(SEED, "json");
    assert.deepEqual([status, JSON.parse(stdout), stderr], [0, [], ""]);
  });

  it("json: problems with places and fixes, and exit code 6", () => {
    const { status, stdout } = run(".", "json");
    assert.equal(status, 6);
    assert.deepEqual(JSON.parse(stdout), [
      {
        code: "manifest/version",
        severity: "error",
        pointer: "/version",
        line: 4,
        column: 13,
        endLine: 4,
        endColumn: 18,
        message: "This is not a semantic version such as 1.2.0",
        fix: { title: 'Change to "1.2.0"', offset: BROKEN.indexOf('"1.2"'), length: 5, text: '"1.2.0"' },
      },
      {
        code: "manifest/unknown-key",
        severity: "warning",
        pointer: "/licence",
        line: 4,
        column: 20,
        endLine: 4,
        endColumn: 29,
        message: 'Unknown key "licence"; did you mean "license"?',
        fix: { title: 'Change to "license"', offset: BROKEN.indexOf('"licence"'), length: 9, text: '"license"' },
      },
    ]);
  });

  it("exit code 0 when there are only warnings, 7 when there is no file, 2 for another format", () => {
    assert.equal(run("warning.json", "json").status, 0);
    const missing = run("nowhere", "json");
    assert.deepEqual([missing.status, missing.stdout], [7, ""]);
    assert.match(missing.stderr, /No such file: .*nowhere/);
    assert.equal(run(".", "xml").status, 2);
  });

  it("pretty: the line, a caret below and a summary", () => {
    const { status, stdout } = run(".", "pretty");
    assert.equal(status, 6);
    const expected = [
      "plugin.json:4:13 error This is not a semantic version such as 1.2.0 manifest/version",
      '4 │   "version": "1.2", "licence": "MIT"}',
      "  │              ^^^^^",
      '  └ fix: Change to "1.2.0"',
      "",
      'plugin.json:4:20 warning Unknown key "licence"; did you mean "license"? manifest/unknown-key',
      '4 │   "version": "1.2", "licence": "MIT"}',
      "  │                     ^^^^^^^^^",
      '  └ fix: Change to "license"',
      "",
      "1 error, 1 warning",
      "",
    ];
    assert.equal(stdout, expected.join("\n"));
    assert.match(run(SEED, "pretty").stdout, /is valid\n$/);
  });

  it("--lint: advice besides, from the sources, without those of packages and behind links; none without it", async () => {
    const plugin = join(dir, "plugin");
    const text = '{"name": "A", "version": "1.0.0", "description": "A.", "keywords": ["a"], "permissions": {}}';
    const files = {
      "plugin.json": text,
      "src/main.ts": '\nfetch("https://api.example.com");',
      "node_modules/x/main.js": 'fetch("https://x.example")',
      ".hidden/main.js": 'fetch("https://x.example")',
      "dist/main.js": 'fetch("https://x.example")',
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(plugin, name)), { recursive: true });
      await writeFile(join(plugin, name), content);
    }
    await writeFile(join(dir, "outside.ts"), 'fetch("https://x.example")');
    await symlink(join(dir, "outside.ts"), join(plugin, "src/link.ts"));
    assert.deepEqual(JSON.parse(run(plugin, "json").stdout), []);
    const { status, stdout } = run(plugin, "json", "--lint");
    assert.equal(status, 0);
    const problems = JSON.parse(stdout);
    assert.deepEqual(
      problems.map((problem: Problem) => [problem.code, problem.message]),
      [["source/missing-permission", "`fetch('https://api.example.com')` at src/main.ts:2 needs a network permission"]],
    );
    const [{ results }] = JSON.parse(run(plugin, "sarif", "--lint").stdout).runs;
    assert.equal(results[0].relatedLocations[0].physicalLocation.region.startLine, 2);
    assert.match(run(plugin, "pretty", "--lint").stdout, /└ src\/main\.ts:2:8\n/);
    assert.deepEqual(JSON.parse(run("warning.json", "json", "--lint").stdout).length > 0, true);
  });

  it("--lint: what is installed counts", async () => {
    const current = join(dir, "home/plugins/b/current");
    await mkdir(current, { recursive: true });
    await writeFile(join(current, "plugin.json"), '{"name": "B", "version": "2.0.0"}');
    const named = join(dir, "needs.json");
    const plugins = '"plugins": {"b": "^1.0.0", "c": "*"}';
    const rest = '"description": "A.", "keywords": ["a"]';
    await writeFile(named, `{"name": "A", "version": "1.0.0", ${rest}, "dependencies": {${plugins}}}`);
    const codes = JSON.parse(run(named, "json", "--lint").stdout).map(({ code }: Problem) => code);
    assert.deepEqual(codes, ["source/plugin-range", "source/missing-plugin"]);
  });

  it("sarif: one result per problem, each with its rule and place", () => {
    const { status, stdout } = run(".", "sarif");
    assert.equal(status, 6);
    const log = JSON.parse(stdout);
    assert.equal(log.version, "2.1.0");
    const [{ tool, results }] = log.runs;
    assert.equal(results.length, 2);
    assert.deepEqual(
      results.map((result: { ruleId: string; ruleIndex: number }) => tool.driver.rules[result.ruleIndex].id),
      ["manifest/version", "manifest/unknown-key"],
    );
    const [place] = results[0].locations;
    assert.deepEqual(place.physicalLocation, {
      artifactLocation: { uri: "plugin.json" },
      region: { startLine: 4, startColumn: 13, endLine: 4, endColumn: 18 },
    });
    assert.equal(results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text, '"1.2.0"');
  });
});
