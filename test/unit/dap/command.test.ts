import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { createTestHost } from "../../support/host.ts";
import { writePlugin } from "./support.ts";

const AIHUB = fileURLToPath(new URL("../../../sdk/cli/bin/aihub.js", import.meta.url));

describe("aihub dap", () => {
  it("serves sessions on a port of this machine until it is interrupted", async () => {
    const test = await createTestHost();
    const env = { ...process.env, AIHUB_HOME: `${test.dir}/home` };
    const adapter = spawn(process.execPath, [AIHUB, "dap", "--port", "0"], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const { dir } = await writePlugin(test);
      const [line] = (await once(adapter.stdout, "data")) as [Buffer];
      const [, port] = /^Debug adapter listening on 127\.0\.0\.1:(\d+)\n$/.exec(line.toString()) ?? [];
      for (let session = 0; session < 2; session++) {
        const client = new DebugClient("node", "", "aihub");
        await client.start(Number(port));
        const exited = once(client, "exited") as Promise<[DebugProtocol.ExitedEvent]>;
        await client.initializeRequest();
        const config = { program: "plugin", workspace: test.dir, entry: "sum", input: { n: 1 } };
        await client.launchRequest(config as DebugProtocol.LaunchRequestArguments);
        await client.configurationDoneRequest();
        assert.equal((await exited)[0].body.exitCode, 0);
        assert.match(dir, /plugin$/);
        await client.disconnectRequest();
      }
    } finally {
      adapter.kill("SIGINT");
      await once(adapter, "exit");
      await test.dispose();
    }
  });

  const PERMISSIONS = { filesystem: { read: ["./data/*"] } };
  const READER =
    "export const commands = {\n  async read() {\n    return await aiHub.fs.readFile('./data/x');\n  },\n};\n";
  const BARE = "export default async () => {\n  return aiHub.fs.readFile('./data/x');\n};\n";

  /** Runs what asks for a permission, and allows it in a second session by what the first one said. */
  async function readByAdvice(
    dir: string,
    connect: () => Promise<[DebugClient, () => Promise<unknown>]>,
  ): Promise<void> {
    for (const launch of [{ program: `${dir}/plugin`, entry: "read" }, { program: `${dir}/bare/main.ts` }]) {
      let permissions: object = "entry" in launch ? {} : { allow: { read: ["./other"] } };
      for (const wanted of [3, 0]) {
        const [client, end] = await connect();
        const outputs: DebugProtocol.OutputEvent["body"][] = [];
        client.on("output", ({ body }: DebugProtocol.OutputEvent) => outputs.push(body));
        const exited = once(client, "exited") as Promise<[DebugProtocol.ExitedEvent]>;
        await client.initializeRequest();
        const config = { ...launch, permissions, workspace: dir };
        await client.launchRequest(config as DebugProtocol.LaunchRequestArguments);
        await client.configurationDoneRequest();
        assert.equal((await exited)[0].body.exitCode, wanted, outputs.map(({ output }) => output).join(""));
        const advice = outputs.find(({ output }) => output.includes("Add to the debug configuration"));
        const [, json] = /Add to the debug configuration: (".*)\n/.exec(advice?.output ?? "") ?? [];
        assert.equal(json === undefined, wanted === 0);
        if (json) ({ permissions } = JSON.parse(`{${json}}`) as { permissions: object });
        if (wanted === 3 && "entry" in launch) {
          assert.match(
            advice?.output ?? "",
            /^Permission read .*data\/x for Test Plugin, asked by src\/main\.ts:3 in /,
          );
          assert.deepEqual([advice?.line, advice?.source?.name], [3, "main.ts"]);
        } else if (wanted === 0) {
          assert(outputs.some(({ output }) => output.includes("content")));
        }
        await client.disconnectRequest();
        await end();
      }
    }
  }

  async function withReaders(body: (dir: string, env: NodeJS.ProcessEnv) => Promise<void>): Promise<void> {
    const test = await createTestHost();
    try {
      await writePlugin(test, READER, { permissions: PERMISSIONS });
      await test.write("plugin", { "data/x": "content" });
      await test.write("bare", { "main.ts": BARE, "data/x": "content" });
      await body(test.dir, { ...process.env, AIHUB_HOME: `${test.dir}/home` });
    } finally {
      await test.dispose();
    }
  }

  it("on stdin and stdout denies what would be asked, shows the line that asked, and says what to add to the launch", () =>
    withReaders((dir, env) =>
      readByAdvice(dir, async () => {
        const adapter = spawn(process.execPath, [AIHUB, "dap", "--stdio"], { env, stdio: ["pipe", "pipe", "inherit"] });
        const ended = once(adapter, "exit");
        const client = new DebugClient("node", "", "aihub");
        Reflect.apply(Reflect.get(client, "connect") as () => void, client, [adapter.stdout, adapter.stdin]);
        return [client, async () => assert.equal((await ended)[0], 0)];
      }),
    ));

  it("on a port denies what would be asked in the same words", () =>
    withReaders(async (dir, env) => {
      const adapter = spawn(process.execPath, [AIHUB, "dap", "--port", "0"], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      });
      try {
        const [line] = (await once(adapter.stdout, "data")) as [Buffer];
        const [, port] = /:(\d+)\n$/.exec(line.toString()) ?? [];
        await readByAdvice(dir, async () => {
          const client = new DebugClient("node", "", "aihub");
          await client.start(Number(port));
          return [client, async () => {}];
        });
      } finally {
        adapter.kill("SIGINT");
        await once(adapter, "exit");
      }
    }));

  it("on stdin and stdout ends with a message when it is sent no protocol", async () => {
    const adapter = spawn(process.execPath, [AIHUB, "dap"], { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    adapter.stderr.on("data", (chunk) => {
      said += chunk;
    });
    adapter.stdin.write("hello\r\n\r\n");
    const [code] = await once(adapter, "close"); // with its output read, which an exit need not have
    assert.equal(code, 1);
    assert.match(said, /no debug protocol/);
  });
});
