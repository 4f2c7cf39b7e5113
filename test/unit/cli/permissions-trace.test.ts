import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { declareExactly } from "../../../sdk/cli/permissions/manifest-edit.ts";
import { CliFixtures } from "./aihub.ts";
import { HAS_TERMINAL, inTerminal } from "./pseudo-terminal.ts";

const MANIFEST = `{
  // the name
  "name": "Tracee",
  "version": "1.0.0", "description": "Needs things.",
  "build": { "entry": "main.js" },
  "permissions": {
    "filesystem": {
      "read": [
        "./unused", // goes
        "./data/a" // stays
      ]
    },
    "system": { "clipboard": true }
  }
}
`;
const MAIN = `export async function activate() {
  await aiHub.fs.readFile("./data/a");
  await aiHub.fs.readFile("./data/a");
  await aiHub.fs.writeFile("./out [1].txt", "x");
  await aiHub.ui.showNotification("done");
}`;

describe("aihub permissions trace", () => {
  let cli: CliFixtures;
  before(() => {
    cli = new CliFixtures();
  });
  beforeEach(() => {
    mkdirSync(path.join(cli.root, "tracee", "data"), { recursive: true });
    const files = { "plugin.json": MANIFEST, "main.js": MAIN, "data/a": "content" };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cli.root, "tracee", name), text);
  });
  after(() => cli.remove());

  it("prints the smallest manifest, which then suffices", async () => {
    const { code, stdout } = await cli.run("permissions", "trace", "tracee", "-A");
    assert.equal(code, 0);
    const manifest = JSON.parse(stdout) as { name: string; permissions: object };
    assert.equal(manifest.name, "Tracee");
    assert.deepEqual(manifest.permissions, {
      filesystem: { read: ["./data/a"], write: ["=./out [1].txt"] },
      system: { notifications: true },
    });
    writeFileSync(path.join(cli.root, "tracee", "plugin.json"), stdout);
    const run = await cli.report("run", "-A", "tracee");
    assert.equal(run.code, 0, run.stderr);
  });

  it("writes it into plugin.json, comments and layout kept", async () => {
    const { code, stdout } = await cli.run("permissions", "trace", "tracee", "-A", "--apply");
    assert.deepEqual([code, stdout], [0, ""]);
    const text = readFileSync(path.join(cli.root, "tracee", "plugin.json"), "utf8");
    assert.ok(text.startsWith(MANIFEST.slice(0, MANIFEST.indexOf('        "./unused"'))), text);
    assert.ok(text.includes('"./data/a" // stays'), text);
    assert.equal(text.includes("./unused"), false);
    assert.equal((await cli.run("validate", "tracee")).code, 0);
  });

  it("names the protocols that were used and no others, and what it prints suffices", async () => {
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const dir = path.join(cli.root, "caller");
    mkdirSync(dir, { recursive: true });
    const manifest = { name: "Caller", version: "1.0.0", description: "Calls.", build: { entry: "main.js" } };
    writeFileSync(path.join(dir, "plugin.json"), JSON.stringify(manifest));
    const text = `export const activate = async () => (await fetch("http://localhost:${port}/")).text();`;
    writeFileSync(path.join(dir, "main.js"), text);
    try {
      const first = await cli.run("permissions", "trace", "caller", "-A");
      const { permissions } = JSON.parse(first.stdout) as { permissions: object };
      assert.deepEqual(permissions, { network: { domains: [`localhost:${port}`], protocols: ["http"] } });
      const wider = { network: { domains: ["*.example"], protocols: ["https", "http"] } };
      writeFileSync(path.join(dir, "plugin.json"), JSON.stringify({ ...manifest, permissions: wider }));
      assert.deepEqual(JSON.parse((await cli.run("permissions", "trace", "caller", "-A")).stdout), {
        ...manifest,
        permissions,
      });
      writeFileSync(path.join(dir, "plugin.json"), first.stdout);
      const { code, report } = await cli.report("run", "caller", "--allow-net");
      assert.deepEqual([code, report.value], [0, "hello"]);
    } finally {
      server.close();
    }
  });

  it("permits nothing that nobody agreed to, and says what was asked for", async () => {
    const { code, stdout, stderr } = await cli.run("permissions", "trace", "tracee");
    assert.equal(code, 3);
    assert.match(stderr, /Recorded, and not permitted: read .*data\/a\n/);
    assert.match(stderr, /no terminal to ask on.*-A permits everything/);
    assert.doesNotMatch(stderr, /--no-prompt|--allow-/);
    const { permissions } = JSON.parse(stdout) as { permissions: object };
    assert.deepEqual(permissions, { filesystem: { read: ["./data/a"] } });
  });
});

describe("aihub permissions trace in a terminal", () => {
  let cli: CliFixtures;
  before(function () {
    if (!HAS_TERMINAL) this.skip();
    cli = new CliFixtures();
    mkdirSync(path.join(cli.root, "tracee", "data"), { recursive: true });
    const files = { "plugin.json": MANIFEST, "main.js": MAIN, "data/a": "content" };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cli.root, "tracee", name), text);
  });
  after(() => cli?.remove());
  const QUESTION = "Let Tracee do everything on this computer";

  it("asks once, before the run", async () => {
    const { code, screen } = await inTerminal(cli, "permissions trace tracee", [{ when: QUESTION, keys: "y" }]);
    assert.equal(code, 0, screen);
    assert.match(screen, /"read": \[\s+"\.\/data\/a"/);
    assert.doesNotMatch(screen, /wants to|not permitted|--no-prompt/);
  });

  it("runs nothing after a no, or an answer that came before the question", async () => {
    for (const early of ["", "yyy"]) {
      const answer = [{ when: QUESTION, keys: "n" }];
      const { code, screen } = await inTerminal(cli, "permissions trace tracee", answer, early);
      assert.equal(code, 3, screen);
      assert.match(screen, /Nothing was run/);
      assert.doesNotMatch(screen, /"read"/);
    }
  });
});

describe("permissions written into a manifest", () => {
  it("make what is not there, and leave what is right", () => {
    const needed = { ...NO_PERMISSIONS, net: ["a.example"], protocols: ["https"], ai: ["m"] };
    const text = declareExactly('{\n\t// me\n\t"name": "x"\n}\n', needed);
    assert.equal(
      text,
      '{\n\t// me\n\t"name": "x",\n\t"permissions": {\n\t\t"network": {\n\t\t\t"domains": [\n\t\t\t\t"a.example"\n\t\t\t],\n\t\t\t"protocols": [\n\t\t\t\t"https"\n\t\t\t]\n\t\t},\n\t\t"ai": {\n\t\t\t"models": [\n\t\t\t\t"m"\n\t\t\t]\n\t\t}\n\t}\n}\n',
    );
    assert.equal(declareExactly(text, needed), text);
    const limited = declareExactly('{ "permissions": { "ai": { "models": ["m"], "maxTokens": 5 } } }', NO_PERMISSIONS);
    assert.deepEqual(JSON.parse(limited), { permissions: { ai: { maxTokens: 5 } } });
  });
});
