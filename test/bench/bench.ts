/** `npm run bench`: measures AI Hub and its peers in one run and says which targets are met. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { installPeers, versionOf } from "./peers.ts";
import { PLAN } from "./plan.ts";
import { activationRow, type Row, rowsOf } from "./rows.ts";
import { Runner } from "./runner.ts";
import { tableOf } from "./table.ts";

const HELP = `npm run bench -- [options]

Measures plugin start, host calls, memory, guest CPU, the host's main thread and the language server, beside Deno's
workers, isolated-vm, @sebastianwessel/quickjs, bare quickjs-emscripten, an empty worker and two JSON language servers. Contenders take turns; ratios are taken round by
round. The peers are installed into test/bench/node_modules on first use. Takes about three minutes.

  --quick         few and small rounds: shows that everything runs, its figures mean little
  --only <text>   only measures with this text in their title
  --json          one JSON value on stdout instead of the table
  --help

Exit code 0 when AI Hub could be measured, whatever the verdicts; 1 otherwise; 2 for wrong usage.`;

const ACTIVATION = new URL("../../.out/activation.json", import.meta.url);

async function bench({ quick, json, only }: { quick: boolean; json: boolean; only: string }): Promise<void> {
  const measures = PLAN.filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()));
  const runner = new Runner(quick, await installPeers());
  const rows: Row[] = [];
  try {
    for (const measure of measures) rows.push(...rowsOf(measure, await runner.run(measure)));
  } finally {
    await runner.dispose();
  }
  rows.push(await activationRow(ACTIVATION));
  const on = [
    `Node ${process.versions.node}`,
    `${process.platform}-${process.arch}`,
    `${availableParallelism()} cores`,
  ];
  for (const name of [
    "deno",
    "isolated-vm",
    "@sebastianwessel/quickjs",
    "vscode-langservers-extracted",
    "vscode-json-languageserver",
  ])
    on.push(await versionOf(name).catch(() => `no ${name}`));
  if (json) console.log(JSON.stringify({ at: new Date().toISOString(), quick, on, rows }));
  else console.log(`${tableOf(rows)}\n\n${on.join(" · ")}${quick ? "\nA quick run: its figures mean little." : ""}`);
  if (rows.some(({ contender, note }) => contender === "AI Hub" && note?.startsWith("not available")))
    process.exitCode = 1;
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        only: { type: "string", default: "" },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}

const values = options();
if (values.help) console.log(HELP);
else await bench(values);
