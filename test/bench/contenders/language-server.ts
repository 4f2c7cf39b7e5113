/** `aihub lsp` as editors start it. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { largeManifest, type Server, seedManifest, Typist } from "../../support/typing.ts";
import type { Measures } from "../serve.ts";

const AIHUB: Server = {
  program: process.execPath,
  args: [fileURLToPath(new URL("../../../sdk/cli/bin/aihub.js", import.meta.url)), "lsp", "--stdio"],
  pulls: false,
  uri: "file:///no-such-folder/plugin.json",
};
const WARM_UP_EDITS = 5000;

export function languageServer(): Measures {
  return { ...typingMeasures(AIHUB), "lsp-memory": memory };
}

/** Milliseconds from a keystroke to its diagnostics: the median, and what 95 of 100 stay below. */
export function typingMeasures(server: Server): Measures {
  const typists = new Map<string, Promise<Typist>>();
  const measure = (name: string, text: () => Promise<string>, share: number) => async (n: number) => {
    const typist = typists.get(name) ?? text().then((each) => Typist.start(server, each));
    typists.set(name, typist);
    const times = await (await typist).type(n);
    return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  };
  return {
    "lsp-seed-p50": measure("seed", seedManifest, 0.5),
    "lsp-seed-p95": measure("seed", seedManifest, 0.95),
    "lsp-large-p50": measure("large", largeManifest, 0.5),
    "lsp-large-p95": measure("large", largeManifest, 0.95),
  };
}

/**
 * Megabytes that the process grows by in `n` edits, after some thousands. V8 collects late where nobody presses it, so the
 * heap is a small one: a server that kept what it saw would die of it.
 */
async function memory(n: number): Promise<number> {
  const server = { ...AIHUB, args: ["--max-old-space-size=48", "--max-semi-space-size=8", ...AIHUB.args] };
  const typist = await Typist.start(server, await seedManifest());
  try {
    await typist.flood(Math.min(WARM_UP_EDITS, n));
    const before = await residentBytes(typist.pid);
    await typist.flood(n);
    return ((await residentBytes(typist.pid)) - before) / 2 ** 20;
  } finally {
    await typist.stop();
  }
}

async function residentBytes(pid: number | undefined): Promise<number> {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  }
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
}
