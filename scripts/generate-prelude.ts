/**
 * Bundles runtime/sandbox/prelude into one script text, `runtime/sandbox/generated/prelude.js`: a function expression
 * that the engine evaluates in a fresh QuickJS. Run by `npm ci` (prepare), `npm test` and `npm start`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

export async function generatePrelude(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["runtime/sandbox/prelude/main.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "prelude",
    target: "es2023",
    platform: "neutral",
    minifyWhitespace: true,
    keepNames: false,
    legalComments: "none",
  });
  const [output] = outputFiles;
  if (!output) throw new Error("esbuild made no prelude");
  const source = `(native)=>{"use strict";${output.text}return prelude.boot(native)}`;
  await mkdir(`${root}/runtime/sandbox/generated`, { recursive: true });
  await writeFile(`${root}/runtime/sandbox/generated/prelude.js`, source);
}

if (import.meta.main) await generatePrelude();
