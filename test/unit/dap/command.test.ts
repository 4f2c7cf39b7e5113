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

  it("on stdin and stdout ends with a message when it is sent no protocol", async () => {
    const adapter = spawn(process.execPath, [AIHUB, "dap"], { stdio: ["pipe", "pipe", "pipe"] });
    let said = "";
    adapter.stderr.on("data", (chunk) => {
      said += chunk;
    });
    adapter.stdin.write("hello\r\n\r\n");
    const [code] = await once(adapter, "exit");
    assert.equal(code, 1);
    assert.match(said, /no debug protocol/);
  });
});
