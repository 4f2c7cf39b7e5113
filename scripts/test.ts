/**
 * `npm test`: every suite, one after the other, and a last line `N passed, N failed` that adds them up. A suite that
 * ends without saying its counts has failed.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.ts";
import { generateSandbox } from "./generate-sandbox.ts";
import { run } from "./run.ts";

const SPECS = ["test/unit/**/*.test.ts", "test/hostile/*.test.ts"];

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const folder = await mkdtemp(join(tmpdir(), "aihub-counts-"));

async function suite(name: string, start: (countsFile: string) => Promise<number>): Promise<Counts> {
  console.log(`\n── ${name} ──`);
  const file = join(folder, `${name.replaceAll(" ", "-")}.json`);
  const code = await start(file);
  try {
    const counts = JSON.parse(await readFile(file, "utf8")) as Counts;
    return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    console.error(`The suite "${name}" ended with code ${code} and no counts`);
    return { passed: 0, failed: 1 };
  }
}

try {
  await generateSandbox();
  await build();
  const results = [
    await suite("unit and hostile", (file) =>
      run("mocha", ["--reporter", "test/support/counting-reporter.cjs", ...SPECS], {
        ...process.env,
        AIHUB_COUNTS: file,
      })),
    await suite("editor", (file) => run("node", ["test/editor/run.ts", "--counts", file])),
  ];
  const sum = (key: keyof Counts) => results.reduce((total, counts) => total + counts[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
