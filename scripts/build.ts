/**
 * Makes `dist/`, all that the extension runs from: bundles of the activation, of the runtime that it loads when there is a
 * plugin, of the language server and its client for when there is a manifest to edit; the sandbox; the SDK that plugins
 * import; and esbuild as WebAssembly to build plugins with.
 */
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build as esbuild, type Plugin } from "esbuild";
import { generateSandbox } from "./generate-sandbox.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const modules = join(root, "node_modules");

export async function build(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await Promise.all([
    bundle({ entryPoints: ["extension/main.ts"], outfile: "dist/extension.cjs", plugins: [lateApart] }),
    bundle({ entryPoints: ["extension/composition.ts"], outfile: "dist/runtime.cjs" }),
    bundle({ entryPoints: ["extension/language/client.ts"], outfile: "dist/language-client.cjs" }),
    bundle({ entryPoints: ["language-server/main.ts"], outfile: "dist/language-server.cjs" }),
    bundle({ entryPoints: ["language-server/sources/worker.ts"], outfile: "dist/source-worker.cjs" }),
    bundleSdk(),
    copySandbox(),
    copyEsbuild(),
  ]);
}

/** What the extension imports late, and the bundle that it is in. */
const APART: Readonly<Record<string, string>> = {
  "./composition.ts": "./runtime.cjs",
  "./language/client.ts": "./language-client.cjs",
};

/** The extension's `import("./composition.ts")` becomes a late `require` of another bundle: esbuild cannot split CJS. */
const lateApart: Plugin = {
  name: "late-apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, path }) => {
      const bundled = kind === "dynamic-import" ? APART[path] : undefined;
      return bundled === undefined ? undefined : { path: bundled, external: true };
    });
  },
};

async function bundle(options: BuildOptions): Promise<void> {
  await esbuild({
    absWorkingDir: root,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode"],
    mainFields: ["module", "main"], // the other half of jsonc-parser is UMD, which no bundler can follow
    // VS Code gives `vscode` to `require` only, so a dynamic import must become one too.
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    ...options,
  });
}

async function bundleSdk(): Promise<void> {
  await esbuild({
    absWorkingDir: root,
    entryPoints: ["sdk/guest/index.ts", "sdk/guest/testing.ts"],
    outdir: "dist/sdk",
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2023",
  });
}

async function copySandbox(): Promise<void> {
  await generateSandbox();
  const generated = join(root, "runtime/sandbox/generated");
  const wasm = join(modules, "@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm");
  await cp(join(generated, "worker.js"), join(dist, "sandbox-worker.js"));
  await cp(join(generated, "prelude.js"), join(dist, "prelude.js"));
  await cp(join(generated, "agent.js"), join(dist, "agent.js"));
  await cp(wasm, join(dist, "quickjs.wasm"));
}

/**
 * esbuild-wasm runs its program with whatever `node` is on the PATH, and a machine with an editor need not have one. The
 * editor is one: its own executable serves as Node under ELECTRON_RUN_AS_NODE, which real Node ignores.
 */
async function copyEsbuild(): Promise<void> {
  const from = join(modules, "esbuild-wasm");
  const to = join(dist, "esbuild-wasm");
  for (const name of [
    "package.json",
    "LICENSE.md",
    "esbuild.wasm",
    "wasm_exec.js",
    "wasm_exec_node.js",
    "bin/esbuild",
  ]) {
    await cp(join(from, name), join(to, name));
  }
  const main = await readFile(join(from, "lib/main.js"), "utf8");
  const patched = replaceOnce(
    replaceOnce(
      main,
      '\n    return ["node", [path2.join(__dirname',
      "\n    return [process.execPath, [path2.join(__dirname",
    ),
    '"--ping"), {',
    '"--ping"), {\n    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },',
  );
  await mkdir(join(to, "lib"), { recursive: true });
  await writeFile(join(to, "lib/main.js"), patched);
}

function replaceOnce(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`esbuild-wasm has changed: expected once in lib/main.js: ${from.trim()}`);
  return parts.join(to);
}

if (import.meta.main) await build();
