/**
 * Runs the editor tests: the suite inside VS Code's extension host, then the clicks through the workbench.
 * `--counts FILE` writes `{passed, failed}` of both there. A desktop VS Code runs the suite where `AIHUB_VSCODE` names its
 * program, otherwise the embedded one does; the network is never waited for.
 */
import { closeSync, openSync, readSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { build as esbuild } from "esbuild";
import { build } from "../../scripts/build.ts";
import { root, run } from "../../scripts/run.ts";
import { progressOnStderr as say } from "../../scripts/vscode/cache.ts";
import { findChromium } from "../../scripts/vscode/chromium.ts";
import { provisionVsCode } from "../../scripts/vscode/provision.ts";
import { exitOnSignals, scratchFolder } from "../../scripts/vscode/scratch.ts";

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const NONE: Counts = { passed: 0, failed: 1 };
const { values: flags } = parseArgs({ options: { counts: { type: "string" } } });
// The launcher is started by its first line, "env node": let that be this Node.
process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`;

exitOnSignals();
const scratch = await scratchFolder(join(tmpdir(), "aihub-editor-"));
try {
  await build();
  await bundleTests();
  await provisionVsCode(say);
  await findChromium(say);
  const results = [await inExtensionHost(), await byClicks()];
  const sum = (key: keyof Counts) => results.reduce((total, counts) => total + counts[key], 0);
  const counts: Counts = { passed: sum("passed"), failed: sum("failed") };
  if (flags.counts) await writeFile(flags.counts, JSON.stringify(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The extension host loads CommonJS: each test file becomes one, and Mocha loads them as it always does. */
async function bundleTests(): Promise<void> {
  const suite = join(root, "test/editor/suite");
  const files = (await readdir(suite)).filter((name) => name.endsWith(".test.ts"));
  await esbuild({
    absWorkingDir: root,
    entryPoints: [
      { in: "test/editor/index.ts", out: "editor" },
      ...files.map((name) => ({ in: join(suite, name), out: `suite/${name.replace(/\.ts$/, "")}` })),
    ],
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode", "mocha"],
    sourcemap: "linked",
  });
}

async function inExtensionHost(): Promise<Counts> {
  const workspace = join(scratch, "workspace");
  await mkdir(workspace);
  const output = join(scratch, "output.txt");
  const countsFile = join(scratch, "suite.json");
  const desktop = process.env.AIHUB_VSCODE;
  const stopPrinting = await printAsItGrows(output);
  try {
    await runTests({
      vscodeExecutablePath: desktop ?? fileURLToPath(new URL("../../scripts/vscode/launcher.ts", import.meta.url)),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, "dist/test/editor.cjs"),
      extensionTestsEnv: { AIHUB_EDITOR_OUTPUT: output, AIHUB_EDITOR_COUNTS: countsFile },
      launchArgs: [
        workspace,
        "--disable-workspace-trust",
        `--user-data-dir=${join(scratch, "data")}`,
        `--extensions-dir=${join(scratch, "extensions")}`,
      ],
    });
  } catch (error) {
    console.error(`The suite ended badly: ${error instanceof Error ? error.message : error}`);
    const counts = await readCounts(countsFile);
    return counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    stopPrinting();
  }
  return readCounts(countsFile);
}

async function byClicks(): Promise<Counts> {
  const countsFile = join(scratch, "clicks.json");
  const flags = ["--no-parallel", "--reporter", "test/support/counting-reporter.cjs", "--timeout", "180000"];
  await run("mocha", [...flags, "--spec", "test/editor/playwright/*.test.ts", "--no-config"], {
    ...process.env,
    AIHUB_COUNTS: countsFile,
  });
  return readCounts(countsFile);
}

async function readCounts(file: string): Promise<Counts> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Counts;
  } catch {
    return NONE; // it ended before it could count
  }
}

/** Copies what is appended to the file to standard output, until the returned function is called. */
async function printAsItGrows(file: string): Promise<() => void> {
  await writeFile(file, "");
  const handle = openSync(file, "r");
  const buffer = Buffer.alloc(64 * 1024);
  const copy = () => {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      process.stdout.write(Buffer.from(buffer.subarray(0, read)));
    }
  };
  const timer = setInterval(copy, 200);
  return () => {
    clearInterval(timer);
    copy();
    closeSync(handle);
  };
}
