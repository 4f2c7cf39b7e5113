/** The thread that analyses sources, when it ends: hostile sources may exhaust its memory or its time. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "mocha";
import { Analyst } from "../../../language-server/sources/analyst.ts";
import { type InProcess, messages, startInProcess, uriOf, WORKER } from "./client.ts";

const DEADLY = "// this ends the thread";
/** The real thread, which also dies of a certain text. */
const MORTAL = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ changed }) => {
  if (changed.some(([, text]) => text === ${JSON.stringify(DEADLY)})) process.exit(1);
});
await import(${JSON.stringify(WORKER.href)});
`;
const MANIFEST = JSON.stringify({ name: "A", version: "1.0.0", description: "Adds.", keywords: ["sum"] });
const uses = (command: string) => `aiHub.ui.registerCommand("${command}", f);\n`;

describe("language server: the thread of the analysis", () => {
  let dir: string;
  let mortal: URL;
  const uri = (path: string) => uriOf(join(dir, path));

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-threads-"));
    mortal = pathToFileURL(join(dir, "mortal.mjs"));
    await writeFile(mortal, MORTAL);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function plugin(name: string, files: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(join(dir, name, "src"), { recursive: true });
    for (const [path, text] of Object.entries(files)) await writeFile(join(dir, name, "src", path), text);
  }

  /** Resolves when exactly these commands are said to be missing. */
  const missing = (client: InProcess, folder: string, ...commands: string[]) =>
    client.next(({ uri: one, diagnostics }) => {
      const all = messages(diagnostics).filter((message) => message.includes("registerCommand"));
      const isSaid = commands.every((command) => all.some((message) => message.includes(command)));
      return one === uri(`${folder}/plugin.json`) && all.length === commands.length && isSaid;
    });

  it("starts again for the next question, but not for ever", async () => {
    const log: string[] = [];
    const analyst = new Analyst(mortal, (message) => log.push(message));
    const ask = async (text: string) => {
      const found = await analyst.analyse({ folder: "file:///a", changed: [["src/main.ts", text]], removed: [] });
      return found?.map(({ value }) => value);
    };
    try {
      for (let start = 0; start < 4; start += 1) {
        assert.deepEqual(await ask(uses("go")), ["go"]);
        assert.equal(await ask(DEADLY), undefined);
        assert.equal(log.length, start + 1);
      }
      assert.equal(await ask(uses("go")), undefined);
    } finally {
      await analyst.dispose();
    }
  });

  it("is told everything anew when it starts again, also of other plugins", async () => {
    await plugin("one", { "main.ts": uses("first"), "other.ts": uses("second") });
    await plugin("two", { "main.ts": uses("third"), "other.ts": uses("fourth") });
    await using client = await startInProcess({}, {}, mortal);
    const both = missing(client, "one", "first", "second");
    await client.open(uri("one/plugin.json"), MANIFEST);
    await both;
    const others = missing(client, "two", "third", "fourth");
    await client.open(uri("two/plugin.json"), MANIFEST);
    await others;
    const nothing = missing(client, "one");
    await client.open(uri("one/src/main.ts"), DEADLY);
    await nothing;
    const again = missing(client, "one", "renamed", "second");
    await client.change(uri("one/src/main.ts"), 2, uses("renamed"));
    await again;
    const othersAgain = missing(client, "two", "changed", "fourth");
    await client.open(uri("two/src/main.ts"), uses("changed"));
    await othersAgain;
  });
});
