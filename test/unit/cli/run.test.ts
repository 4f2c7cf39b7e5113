import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { CliFixtures, type Report } from "./aihub.ts";

const USAGE = ["cpuMs", "hostCalls", "peakMemoryBytes", "startMs", "wallMs"];

/** What every report has, however the run ended. */
function checkShape(report: Report): void {
  assert.deepEqual(Object.keys(report), ["ok", "value", "error", "logs", "usage"]);
  assert.deepEqual(Object.keys(report.usage).sort(), USAGE);
  for (const value of Object.values(report.usage)) assert.ok(Number.isFinite(value) && value >= 0);
  assert.equal(report.ok, report.error === null);
  if (report.error) assert.deepEqual(Object.keys(report.error), ["name", "message", "code", "stack"]);
}

describe("aihub run", () => {
  let cli: CliFixtures;
  before(() => {
    cli = new CliFixtures();
  });
  after(() => cli.remove());

  interface Case {
    readonly title: string;
    readonly argv: readonly string[];
    readonly exit: number;
    readonly value?: unknown;
    readonly code?: string;
    readonly message?: RegExp;
    readonly stack?: RegExp;
    readonly stderr?: RegExp;
  }

  const CASES: readonly Case[] = [
    { title: "returns what activate returned", argv: ["plugin"], exit: 0, value: { greeting: "hello" } },
    { title: "calls a command", argv: ["plugin", "echo", "--input", `{"a":[1,"é"]}`], exit: 0, value: { a: [1, "é"] } },
    { title: "calls a command without input", argv: ["plugin", "echo"], exit: 0, value: null },
    { title: "calls an endpoint by its path", argv: ["plugin", "/sum", "--input=[1,2,3]"], exit: 0, value: 6 },
    { title: "evaluates a bare file", argv: ["bare/value.js"], exit: 0, value: { answer: 42, list: [1, 2] } },
    { title: "calls a bare file's function", argv: ["bare/function.ts"], exit: 0, value: 42 },
    { title: "runs a bare file without a default export", argv: ["bare/nothing.js"], exit: 0, value: null },
    { title: "gives a bare file nothing", argv: ["bare/read.js"], exit: 0, value: "no fs" },
    {
      title: "gives a bare file what a flag says",
      argv: ["bare/read.js", "--allow-read=./note.txt"],
      exit: 0,
      value: "bare note\n",
    },
    { title: "gives a bare file everything with -A", argv: ["-A", "bare/read.js"], exit: 0, value: "bare note\n" },
    {
      title: "a bare file that needs a wider flag",
      argv: ["bare/read.js", "--allow-read=./x"],
      exit: 3,
      code: "ERR_PERMISSION_DENIED",
      stderr: /hint: Run again with --allow-read=\.\/note\.txt\n/,
    },
    {
      title: "a denial beside -A",
      argv: ["-A", "bare/read.js", "--deny-read=./*"],
      exit: 3,
      code: "ERR_PERMISSION_DENIED",
    },
    {
      title: "grants a declared scope by flag",
      argv: ["plugin", "read", "--allow-read=./data/*"],
      exit: 0,
      value: "a note\n",
    },
    { title: "grants all that is declared with -A", argv: ["plugin", "read", "-A"], exit: 0, value: "a note\n" },

    {
      title: "a throw",
      argv: ["plugin", "throw", "--input", `{"text":"boo"}`],
      exit: 1,
      message: /^exploded: boo$/,
      stack: /RangeError: exploded: boo\n\s+at explode \(src\/explode\.ts:6:\d+\)\n\s+at .*\(src\/main\.ts:23:\d+\)/,
    },
    { title: "a throw of nothing", argv: ["plugin", "throw-nothing"], exit: 1 },
    { title: "an error that poses as a time limit", argv: ["plugin", "forge"], exit: 1, message: /^forged$/ },
    { title: "endless recursion", argv: ["plugin", "recurse"], exit: 1 },
    {
      title: "a missing file of the plugin's",
      argv: ["plugin", "read-missing", "-A"],
      exit: 1,
      message: /missing\.txt/,
    },
    {
      title: "a syntax error",
      argv: ["syntax-error"],
      exit: 1,
      code: "ERR_BUILD",
      message: /^src\/main\.ts:2:18: Unexpected ";"$/,
    },
    {
      title: "a Node built-in",
      argv: ["bare/fs.js"],
      exit: 1,
      code: "ERR_BUILD",
      message: /^fs\.js:1:30: Node built-ins are not available/,
    },

    {
      title: "input that is not JSON",
      argv: ["plugin", "echo", "--input", `{"a":\n x}`],
      exit: 2,
      message: /not JSON at line 2, column 2/,
    },
    {
      title: "input that ends early",
      argv: ["plugin", "echo", "--input", `{"a"`],
      exit: 2,
      message: /not JSON at line 1, column 5/,
    },
    { title: "input without an entry", argv: ["plugin", "--input", "1"], exit: 2, message: /--input needs the name/ },
    { title: "an entry of a bare file", argv: ["bare/value.js", "x"], exit: 2, message: /no entries/ },
    { title: "a file of another kind", argv: ["bare/note.txt"], exit: 2, message: /neither a plugin folder nor/ },
    {
      title: "an unknown flag",
      argv: ["plugin", "--allow-reed"],
      exit: 2,
      message: /unknown option/,
      stderr: /Did you mean --allow-read\?/,
    },
    {
      title: "a malformed scope",
      argv: ["plugin", "--allow-read=data"],
      exit: 2,
      message: /Did you mean '\.\/data'\?/,
    },

    {
      title: "a permission that nobody can be asked for",
      argv: ["plugin", "read"],
      exit: 3,
      code: "ERR_PERMISSION_DENIED",
      message: /File read not permitted: \.\/data\/note\.txt/,
      stderr: /there is no terminal to ask on\. To allow it: --allow-read='\.\/data\/\*'/,
    },
    {
      title: "--no-prompt",
      argv: ["plugin", "read", "--no-prompt"],
      exit: 3,
      stderr: /--no-prompt was given\. To allow it: --allow-read='\.\/data\/\*'/,
    },
    { title: "a denial by flag", argv: ["plugin", "read", "-A", "--deny-read"], exit: 3 },
    { title: "what is not declared, even with -A", argv: ["plugin", "read-elsewhere", "-A"], exit: 3 },

    { title: "the time limit", argv: ["plugin", "spin", "--timeout", "200"], exit: 4, code: "ERR_TIMEOUT" },
    { title: "the memory limit", argv: ["plugin", "hoard", "--memory", "32"], exit: 5, code: "ERR_MEMORY" },
    {
      title: "an invalid manifest",
      argv: ["broken-manifest"],
      exit: 6,
      code: "ERR_MANIFEST",
      message: /plugin\.json:3:\d+: /,
    },
    { title: "a folder that is not there", argv: ["nowhere"], exit: 7, code: "ERR_NOT_FOUND", message: /nowhere/ },
    { title: "a folder without plugin.json", argv: ["bare"], exit: 7, code: "ERR_NOT_FOUND", message: /plugin\.json/ },
    {
      title: "an entry file that is not there",
      argv: ["no-entry"],
      exit: 7,
      message: /'src\/none\.ts' does not exist \(plugin\.json:4,/,
    },
    {
      title: "an entry that is not declared",
      argv: ["plugin", "ecko"],
      exit: 7,
      message: /"ecko" \(it has: echo, throw/,
    },
    {
      title: "a workspace that is not there",
      argv: ["plugin", "--workspace", "nowhere"],
      exit: 7,
      message: /workspace/,
    },
  ];

  for (const { title, argv, exit, value, code, message, stack, stderr } of CASES) {
    it(exit === 0 ? title : `exits with ${exit}: ${title}`, async () => {
      const { report, ...result } = await cli.report("run", ...argv);
      assert.equal(result.code, exit, result.stderr);
      checkShape(report);
      assert.deepEqual(report.value, exit === 0 ? value : null);
      if (code) assert.equal(report.error?.code, code);
      if (message) assert.match(report.error?.message ?? "", message);
      if (stack) assert.match(report.error?.stack ?? "", stack);
      if (stderr) assert.match(result.stderr, stderr);
      assert.doesNotMatch(result.stdout + result.stderr, /runtime\/(?:host|sandbox|core)\//, "no frames of ours");
    });
  }

  it("prints the value on stdout and everything else on stderr", async () => {
    const result = await cli.run("run", "plugin", "echo", "--input", `{"a":1}`);
    assert.deepEqual(result, { code: 0, stdout: `{\n  "a": 1\n}\n`, stderr: "activated\ndeactivated\n" });
    const talk = await cli.run("run", "plugin", "talk", "-A");
    assert.equal(talk.stdout, "");
    assert.match(talk.stderr, /careful\nbad \\u\{1b\}\[31mred\n\[cli-plugin\] look here\n/);
  });

  it("prints a failure as one message with the author's lines", async () => {
    const result = await cli.run("run", "plugin", "throw", "--input", `{"text":"boo"}`);
    assert.equal(result.stdout, "");
    assert.match(
      result.stderr,
      /^activated\ndeactivated\nerror: RangeError: exploded: boo\n {4}at explode \(src\/explode\.ts:6:\d+\)\n/,
    );
  });

  it("collects logs and usage in the report", async () => {
    const { report, stderr } = await cli.report("run", "plugin", "talk", "-A");
    const texts = report.logs.map(({ level, text }) => `${level} ${text}`);
    assert.deepEqual(texts, ["info activated", "warn careful", "error bad \u001b[31mred", "info deactivated"]);
    assert.ok((report.usage.hostCalls ?? 0) >= 2);
    assert.ok((report.usage.peakMemoryBytes ?? 0) > 0);
    assert.equal(stderr, "[cli-plugin] look here\n");
  });

  it("prints nothing that drives a terminal", async () => {
    const result = await cli.run("run", "plugin", "escape");
    assert.doesNotMatch(result.stdout, /(?!\n)[\p{Cc}\u202e]/u);
    assert.equal(JSON.parse(result.stdout), "\u001b]0;title\u0007\u009b31m\u202e\nend");
  });

  it("records the author's lines where that is asked for, and nowhere else", async () => {
    const file = path.join(cli.root, "audit-stacks.jsonl");
    await cli.run("run", "plugin", "read", "-A", "--audit", file);
    await cli.run("run", "plugin", "read", "-A", "--audit", file, "--audit-stacks");
    const [without, told] = readFileSync(file, "utf8")
      .split("\n", 2)
      .map((line) => JSON.parse(line) as { stack?: string[] });
    assert.equal(without?.stack, undefined);
    assert.match(told?.stack?.[0] ?? "", /^(\w+ \()?src\/main\.ts:\d+:\d+\)?$/);
  });

  it("keeps the decisions in the audit file", async () => {
    const file = path.join(cli.root, "audit.jsonl");
    await cli.run("run", "plugin", "read", "--allow-read=./data/note.txt", "--audit", file);
    await cli.run("run", "plugin", "read", "--audit", file);
    await cli.run("run", "plugin", "read-elsewhere", "-A", "--audit", file);
    const lines = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const note = path.join(cli.root, "plugin/data/note.txt");
    assert.deepEqual(
      lines.map(({ time, ...rest }) => ({ ...rest, dated: !Number.isNaN(Date.parse(String(time))) })),
      [
        {
          v: 1,
          plugin: "cli-plugin",
          kind: "read",
          value: note,
          rule: "./data/note.txt",
          decision: "granted",
          dated: true,
        },
        {
          v: 1,
          plugin: "cli-plugin",
          kind: "read",
          value: note,
          rule: "./data/*",
          decision: "denied",
          answer: "deny",
          dated: true,
        },
        {
          v: 1,
          plugin: "cli-plugin",
          kind: "read",
          value: path.join(cli.root, "plugin/src/main.ts"),
          rule: "",
          decision: "denied",
          dated: true,
        },
      ],
    );
    const broken = await cli.report("run", "plugin", "--audit", path.join(cli.root, "none/audit"));
    assert.deepEqual([broken.code, broken.report.error?.code], [1, "ERR_IO"]);
  });

  it("keeps the audit file from the plugin, wherever that may read and write", async () => {
    const note = path.join(cli.root, "plugin/data/note.txt");
    const before = readFileSync(note);
    assert.equal((await cli.run("run", "plugin", "read", "-A", "--audit", note)).code, 3);
    assert.match(readFileSync(note, "utf8"), /"decision":"denied","rule":"","violation":true\}\n$/);
    writeFileSync(note, before);
  });
});
