/** `npm run check`: everything that a machine can say about the source without running it. */
import { run } from "./run.ts";

const STEPS: readonly (readonly [what: string, command: string, ...args: string[]])[] = [
  ["types", "tsc", "-p", "."],
  ["types of the prelude", "tsc", "-p", "runtime/sandbox/prelude"],
  ["types of the SDK", "tsc", "-p", "sdk/guest"],
  ["types of the AI Bookkeeper", "tsc", "-p", "examples/ai-bookkeeper"],
  ["types of its panel", "tsc", "-p", "examples/ai-bookkeeper/src/ui"],
  ["types of its tools", "tsc", "-p", "examples/ai-bookkeeper/tools"],
  ["format and lint", "biome", "ci", "--error-on-warnings", "."],
  [
    "layers",
    "depcruise",
    "--config",
    ".dependency-cruiser.cjs",
    "schemas",
    "runtime",
    "extension",
    "language-server",
    "sdk",
    "scripts",
    "test",
  ],
  ["dead code", "knip"],
  ["generated files", "node", "scripts/generate-derived.ts", "--check"],
];

let failed = 0;
for (const [what, command, ...args] of STEPS) {
  const code = await run(command, args);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${what}`);
  if (code !== 0) failed++;
}
if (failed > 0) console.error(`${failed} of ${STEPS.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
