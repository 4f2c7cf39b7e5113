import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import type { Answer } from "../../../sdk/cli/permissions/check.ts";
import { AIHUB, resultOf } from "./aihub.ts";

const MANIFEST = {
  name: "Asker",
  version: "1.0.0",
  description: "Declares a little of everything.",
  permissions: {
    filesystem: { read: ["./data/*", "${workspaceFolder}/**/*.csv"], write: ["./out/**"] },
    network: { domains: ["api.example.com", "*.example.org", "box.example:8443"], protocols: ["https"] },
    memory: { collections: ["books"] },
    ai: { models: ["local/*"], maxTokens: 10 },
    system: { notifications: true },
  },
  optionalPermissions: { system: { clipboard: true } },
};

describe("aihub permissions check", () => {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), "aihub-check-")));
  const plugin = path.join(dir, "plugin");
  before(() => {
    mkdirSync(path.join(plugin, "data"), { recursive: true });
    mkdirSync(path.join(dir, "secrets"));
    mkdirSync(path.join(dir, "ws"));
    writeFileSync(path.join(plugin, "plugin.json"), JSON.stringify(MANIFEST));
    writeFileSync(path.join(dir, "secrets", "key.csv"), "secret");
    symlinkSync(path.join(dir, "secrets", "key.csv"), path.join(plugin, "data", "link"));
    symlinkSync(path.join(dir, "secrets"), path.join(plugin, "out"));
    symlinkSync(path.join(dir, "secrets"), path.join(dir, "ws", "away"));
    symlinkSync("data", path.join(plugin, "same"));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function start(...argv: string[]) {
    const env = { ...process.env, AIHUB_HOME: path.join(dir, "home"), NO_COLOR: "1" };
    const child = spawn(AIHUB, ["permissions", "check", ...argv], { cwd: dir, env, stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.on("error", () => {}); // it may end before it reads
    const ended = resultOf(child).then(({ code, stdout, stderr }) => {
      const answers = stdout.split("\n").filter(Boolean);
      return { code, answers: answers.map((line) => JSON.parse(line) as Answer), stderr };
    });
    return { child, ended };
  }

  async function check(cases: readonly (readonly [string, string, Answer["state"]])[], ...flags: string[]) {
    const { child, ended } = start("plugin", ...flags);
    child.stdin.end(cases.map(([kind, value]) => JSON.stringify({ kind, value })).join("\n"));
    const { code, answers, stderr } = await ended;
    assert.equal(stderr, "");
    assert.equal(code, 0);
    assert.deepEqual(
      answers.map(({ kind, value, state }) => [kind, value, state]),
      cases,
    );
    return answers;
  }

  it("answers each line in order, with the rule that decided", async () => {
    const answers = await check(
      [
        ["read", "./data/a", "granted"],
        ["read", "data/a", "granted"],
        ["read", "./data/a/b", "denied"],
        ["read", path.join(plugin, "data/a"), "granted"],
        ["read", "same/a", "granted"],
        ["write", "./data/a", "denied"],
        ["net", "https://API.example.com./x?y", "granted"],
        ["net", "http://api.example.com", "denied"],
        ["net", "api.example.com", "granted"],
        ["net", "api.example.com:443", "granted"],
        ["net", "api.example.com:80", "denied"],
        ["net", "a.b.example.org", "granted"],
        ["net", "example.org", "denied"],
        ["net", "https://box.example:8443", "granted"],
        ["net", "https://api.example.com@evil.example/", "denied"],
        ["net", "wss://api.example.com", "denied"],
        ["memory", "books", "granted"],
        ["memory", "Books", "denied"],
        ["ai", "local/llama", "granted"],
        ["ai", "gpt-4", "denied"],
        ["system", "notifications", "granted"],
        ["system", "clipboard", "granted"],
        ["system", "camera", "denied"],
      ],
      "--json",
    );
    assert.equal(answers[0]?.rule, "./data/*");
    assert.match(answers.at(-1)?.reason ?? "", /^System capability not available in this host: camera \(/);
    assert.match(answers[5]?.reason ?? "", /add "\.\/data\/a" to permissions\.filesystem\.write/);
    assert.deepEqual(Object.keys(answers[0] ?? {}), ["kind", "value", "state", "rule", "reason"]);
  });

  it("follows links before it decides", async () => {
    await check([
      ["read", "./data/link", "denied"],
      ["write", "./out/new", "denied"],
      ["read", "./data/../data/x", "granted"],
      ["read", "./data/../../secrets/key.csv", "denied"],
      ["read", "/proc/self/environ", "denied"],
      ["read", "/dev/null", "denied"],
    ]);
  });

  it("takes the workspace that is given, and an empty one without", async () => {
    const inside = "${workspaceFolder}/a/b.csv";
    const away = "${workspaceFolder}/away/key.csv";
    await check([
      ["read", inside, "granted"],
      ["read", "${workspaceFolder}/../x.csv", "denied"],
      ["read", path.join(dir, "ws", "a.csv"), "denied"],
    ]);
    await check(
      [
        ["read", inside, "granted"],
        ["read", away, "denied"],
        ["read", path.join(dir, "ws", "a.csv"), "granted"],
      ],
      "--workspace",
      "ws",
    );
  });

  it("knows that no scope reaches AI Hub's own files, and says so", async () => {
    const answers = await check(
      [
        ["read", "${workspaceFolder}/a.csv", "granted"],
        ["read", "${workspaceFolder}/home/plugins/other/data/a.csv", "denied"],
        ["read", path.join(dir, "home", "a.csv"), "denied"],
        ["read", "/proc/self/a.csv", "denied"],
      ],
      "--workspace",
      ".",
    );
    for (const { rule, reason } of answers.slice(1, 3)) {
      assert.equal(rule, "");
      assert.match(
        reason,
        /^File read not permitted: .* \(No permission reaches AI Hub's own files: its home, the policy/,
      );
    }
    assert.match(answers[3]?.reason ?? "", / \(No permission reaches the files of the kernel and its devices\)$/);
  });

  it("answers what is malformed with an error, never with a guess", async () => {
    await check([
      ["read", "", "error"],
      ["read", "./data/a\0", "error"],
      ["read", `./data/${"x".repeat(5000)}`, "error"],
      ["net", "", "error"],
      ["net", "api.example.com/x", "error"],
      ["net", "https:api.example.com", "error"],
      ["net", "api.example.com:0", "error"],
      ["net", "api.example.com:65536", "error"],
      ["net", "https://", "error"],
      ["net", "https://api.example.com:99999", "error"],
      ["memory", "", "error"],
      ["ai", "a\nb", "error"],
      ["Read", "./data/a", "error"],
    ]);
    const lines = [
      "nonsense",
      "",
      "[]",
      "null",
      '"read"',
      '{"kind":"read"}',
      '{"kind":"read","value":1}',
      '{"value":"x"}',
    ];
    const { child, ended } = start("plugin");
    child.stdin.write(`${lines.join("\n")}\n`);
    child.stdin.write(Buffer.from([0x7b, 0xff, 0x7d, 0x0a]));
    child.stdin.write(`{"kind":"read","value":"${"x".repeat(70_000)}"}\r\n`);
    child.stdin.end('{"kind":"memory","value":"books"}\r\n');
    const { answers } = await ended;
    assert.deepEqual(
      answers.map(({ state }) => state),
      [...Array<string>(lines.length + 2).fill("error"), "granted"],
    );
    assert.deepEqual([answers[5]?.kind, answers[5]?.value, answers[0]?.kind], ["read", null, null]);
  });

  it("answers while the questions still come", async () => {
    const { child, ended } = start("plugin/plugin.json");
    child.stdin.write('{"kind":"memory","value":"books"}\n{"kind":');
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    child.stdin.end('"memory","value":"other"}');
    const { answers } = await ended;
    assert.deepEqual(
      answers.map(({ state }) => state),
      ["granted", "denied"],
    );
  });

  it("answers nothing for a manifest that is not valid or not there", async () => {
    writeFileSync(path.join(dir, "broken.json"), JSON.stringify({ ...MANIFEST, version: "one" }));
    for (const [target, expected] of [
      ["broken.json", 6],
      ["nowhere", 7],
    ] as const) {
      const { child, ended } = start(target);
      child.stdin.end('{"kind":"memory","value":"books"}\n');
      const { code, answers } = await ended;
      assert.equal(code, expected);
      assert.deepEqual(answers, []);
    }
  });
});
