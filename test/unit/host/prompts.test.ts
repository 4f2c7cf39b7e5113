import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { PromptAnswer, PromptRequest } from "../../../runtime/core/ports.ts";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { PromptQueue } from "../../../runtime/host/permissions/prompt-queue.ts";
import { MAX_REFUSALS, Questions } from "../../../runtime/host/permissions/questions.ts";
import { createTestHost, manifest, type TestHost } from "../../support/host.ts";

const MAIN = `export const commands = {
  async run(paths) {
    return Promise.all(paths.map((path) => aiHub.fs.exists(path).then(String, (error) => error.code + " " + error.hint)));
  },
};`;

const SCOPES = Array.from({ length: 15 }, (_, n) => `./d${n}/*`);
const FILES = SCOPES.map((scope) => scope.replace("*", "x"));
const UNDECIDED: RuleLists = { allow: {}, deny: {} };

describe("questions of a plugin", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  async function open(name: string) {
    test.seen.prompts.length = 0;
    const dir = await test.write(name, {
      "plugin.json": manifest({
        name,
        permissions: { filesystem: { read: SCOPES } },
        ui: { commands: [{ id: "run", title: "Run" }] },
      }),
      "main.js": MAIN,
    });
    const instance = await test.host.openFolder(dir, { rules: UNDECIDED });
    return { instance, run: (paths: readonly string[]) => instance.invoke("run", paths) as Promise<string[]> };
  }

  it("come one at a time, and are about a scope until that is decided", async () => {
    const { instance, run } = await open("one-at-a-time");
    let open_ = 0;
    let most = 0;
    test.answer = async () => {
      most = Math.max(most, ++open_);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open_--;
      return "session";
    };
    const answers = await run([...FILES.slice(0, 4), ...FILES.slice(0, 4), "./d0/y", "./d1/y"]);
    assert.deepEqual(answers, new Array(10).fill("false"));
    assert.equal(most, 1);
    assert.deepEqual(test.seen.prompts.map(({ scope }) => scope).sort(), SCOPES.slice(0, 4));
    await instance.stop();
  });

  it("allowed once are allowed for the value that was shown, not for others of the scope asked for at the same time", async () => {
    const { instance, run } = await open("unseen");
    test.answer = async () => "once";
    assert.deepEqual(await run(["./d0/x", "./d0/y", "./d0/z"]), ["false", "false", "false"]);
    assert.deepEqual(test.seen.prompts.map(({ value }) => value.slice(-1)).sort(), ["x", "y", "z"]);
    await instance.stop();
  });

  it(`end after ${MAX_REFUSALS} refusals, and the plugin is told; a new start may ask again`, async () => {
    const { instance, run } = await open("nagging");
    test.answer = async () => "deny";
    const answers = await run(FILES);
    assert.equal(test.seen.prompts.length, MAX_REFUSALS);
    assert.equal(answers.filter((text) => /has refused 10 requests .* not asked again/.test(text)).length, 5);
    assert.ok(answers.every((text) => text.startsWith("ERR_PERMISSION_DENIED")));
    test.answer = async () => "always";
    assert.match((await run(["./d14/x"]))[0] ?? "", /not asked again/);
    assert.equal(test.seen.prompts.length, MAX_REFUSALS);
    await instance.stop();
    assert.deepEqual(await run(["./d14/x"]), ["false"]);
    await instance.stop();
  });

  it("that are allowed do not count, however many they are", async () => {
    const { instance, run } = await open("welcome");
    test.answer = async () => "once";
    for (let n = 0; n < MAX_REFUSALS + 5; n++) assert.deepEqual(await run(["./d0/x"]), ["false"]);
    assert.equal(test.seen.prompts.length, MAX_REFUSALS + 5);
    await instance.stop();
  });

  it("are withdrawn when the plugin stops, the waiting ones unseen (CVE-2023-22499)", async () => {
    const { instance, run } = await open("withdrawn");
    const shown = Promise.withResolvers<PromptRequest>();
    test.answer = (request) => {
      shown.resolve(request);
      return new Promise(() => {}); // nobody answers
    };
    const running = assert.rejects(run(FILES.slice(0, 3)), { code: "ERR_CANCELLED" });
    const request = await shown.promise;
    assert.equal(request.signal.aborted, false);
    await instance.stop();
    await running;
    assert.equal(request.signal.aborted, true);
    assert.equal(test.seen.prompts.length, 1);
    // The next plugin's question does not wait for the one that nobody answered.
    const { instance: other, run: runOther } = await open("next");
    test.answer = async () => "once";
    assert.deepEqual(await runOther(["./d0/x"]), ["false"]);
    await other.stop();
  });

  it("show what is asked with nothing in it that drives a terminal (CVE-2024-27936)", async () => {
    const { instance, run } = await open("deceiving");
    test.answer = async () => "deny";
    await run(["./d0/\u001b[2K\u001b[1A\r\u202etxt\u200b"]);
    const [request] = test.seen.prompts;
    assert.match(request?.value ?? "", /\/d0\/\\u\{1b\}\[2K\\u\{1b\}\[1A\\r\\u\{202e\}txt\\u\{200b\}$/);
    await instance.stop();
  });
});

describe("questions that wait for each other", () => {
  function ask(answers: Readonly<Record<string, PromptAnswer>>) {
    const shown: string[] = [];
    let denied = false;
    const prompter = {
      async ask({ value }: PromptRequest) {
        shown.push(value);
        return answers[value] ?? "deny";
      },
    };
    const { signal } = new AbortController();
    const questions = new Questions(
      { pluginId: "p", pluginName: "P", reasons: {}, prompter, signal },
      async (answer) => {
        denied ||= answer === "deny";
      },
    );
    const one = (path: string) => questions.ask({ kind: "read", path }, path, "/*", () => !denied);
    return { shown, one };
  }

  it("are asked once for one value, and answered for all who asked about it", async () => {
    const { shown, one } = ask({ "/x": "once", "/y": "once" });
    assert.deepEqual(await Promise.all(["/x", "/y", "/x"].map(one)), ["once", "once", "once"]);
    assert.deepEqual(shown, ["/x", "/y"]);
    assert.equal(await one("/x"), "once");
    assert.deepEqual(shown, ["/x", "/y", "/x"]);
  });

  it("are not asked any more when the scope was decided meanwhile", async () => {
    const { shown, one } = ask({ "/x": "once", "/y": "deny", "/z": "once" });
    assert.deepEqual(await Promise.all(["/x", "/y", "/z"].map(one)), ["once", "deny", "decided"]);
    assert.deepEqual(shown, ["/x", "/y"]);
  });
});

describe("the queue of questions", () => {
  const request = (scope: string, signal = new AbortController().signal): PromptRequest => ({
    pluginId: "p",
    pluginName: "P",
    kind: "read",
    value: "/x",
    scope,
    signal,
  });

  it("takes no answer, and a prompter that fails, for a denial", async () => {
    const controller = new AbortController();
    const silent = new PromptQueue({ ask: () => new Promise<PromptAnswer>(() => {}) });
    const answer = silent.ask(request("a", controller.signal));
    controller.abort();
    assert.equal(await answer, "deny");
    for (const ask of [
      () => Promise.reject(new Error("no screen")),
      () => {
        throw new Error("no screen");
      },
    ]) {
      assert.equal(await new PromptQueue({ ask }).ask(request("a")), "deny");
    }
  });

  it("an answer is for its own question (CVE-2024-32477)", async () => {
    const answers: Record<string, PromptAnswer> = { a: "always", b: "deny", c: "once" };
    const queue = new PromptQueue({
      ask: async ({ scope }) => {
        await new Promise((resolve) => setTimeout(resolve, scope === "a" ? 10 : 1));
        return answers[scope] ?? "deny";
      },
    });
    const scopes = ["a", "b", "c", "a"];
    assert.deepEqual(
      await Promise.all(scopes.map((scope) => queue.ask(request(scope)))),
      scopes.map((s) => answers[s]),
    );
  });

  it("shows each plugin's question, whatever others of the same id ask for at the same time", async () => {
    const shown: string[] = [];
    const queue = new PromptQueue({
      ask: async ({ value }) => {
        shown.push(value);
        return value === "/x" ? "always" : "deny";
      },
    });
    const answers = await Promise.all([queue.ask(request("a")), queue.ask({ ...request("a"), value: "/y" })]);
    assert.deepEqual(
      [answers, shown],
      [
        ["always", "deny"],
        ["/x", "/y"],
      ],
    );
  });

  it("does not show the question of a plugin that stopped while it waited", async () => {
    const shown: string[] = [];
    const controller = new AbortController();
    const first = Promise.withResolvers<PromptAnswer>();
    const queue = new PromptQueue({
      ask: ({ scope }) => {
        shown.push(scope);
        return first.promise;
      },
    });
    const one = queue.ask(request("a"));
    const two = queue.ask(request("b", controller.signal));
    controller.abort();
    first.resolve("once");
    assert.deepEqual(await Promise.all([one, two]), ["once", "deny"]);
    assert.deepEqual(shown, ["a"]);
  });
});
