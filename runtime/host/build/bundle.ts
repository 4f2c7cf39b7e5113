/** One run of esbuild: what it is given, how it is ended, and what comes out of it. */
import path from "node:path";
import type * as esbuild from "esbuild";
import { AiHubError } from "../../core/errors.ts";
import { BuildError, toBuildError } from "./build-error.ts";
import { type BundleKind, confine, ENTRY, refusedImports } from "./confine.ts";
import { type FileMark, mark } from "./output.ts";
import type { Territory } from "./territory.ts";
import { readTsconfig } from "./tsconfig.ts";

/** What the builder needs of `esbuild` or `esbuild-wasm`. */
export type Esbuild = Pick<typeof esbuild, "context" | "stop">;

export type OutputFile = Pick<esbuild.OutputFile, "path" | "contents" | "text">;

export interface Job {
  readonly territory: Territory;
  readonly kind: BundleKind;
  readonly entry: string;
  /** Where the output belongs. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Bundle {
  readonly files: readonly OutputFile[];
  readonly inputs: readonly FileMark[];
}

/** @param timeoutMs for esbuild, which would wait for ever on a pipe named package.json */
export async function bundle(bundler: Esbuild, job: Job, sdkEntry: string, timeoutMs: number): Promise<Bundle> {
  if (job.signal?.aborted) throw cancelled(); // esbuild, once begun, may never come to an end
  return withLimits(runEsbuild(bundler, job, sdkEntry), { timeoutMs, end: () => bundler.stop(), signal: job.signal });
}

interface Limits {
  readonly timeoutMs: number;
  /** Ends the bundler's process, and with it every other build under way; the next build starts a new one. */
  readonly end: () => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

async function withLimits<T>(work: Promise<T>, { timeoutMs, end, signal }: Limits): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const message = `The build took longer than ${timeoutMs / 1000} s`;
  const timer = setTimeout(() => {
    reject(new AiHubError("ERR_BUILD", message));
    void end();
  }, timeoutMs);
  const cancel = () => {
    timer.unref();
    reject(cancelled());
  };
  signal?.addEventListener("abort", cancel);
  try {
    return await Promise.race([work.finally(() => clearTimeout(timer)), promise]);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function cancelled(): AiHubError {
  return new AiHubError("ERR_CANCELLED", "The build was cancelled");
}

async function runEsbuild(bundler: Esbuild, job: Job, sdkEntry: string): Promise<Bundle> {
  const { territory, kind, entry, folder, signal } = job;
  const { root } = territory;
  const inputs = await Promise.all(["package.json", "tsconfig.json"].map((name) => mark(root, name)));
  const onInput = (file: string, size: number, mtimeMs: number): void => {
    inputs.push({ path: path.relative(root, file), size, mtimeMs });
  };
  const common = {
    absWorkingDir: root,
    entryPoints: [{ in: ENTRY, out: "main" }],
    outdir: folder,
    bundle: true,
    write: false,
    // The sandbox is closer to a browser than to Node: this honours the `browser` maps by which packages do without
    // Node's modules.
    platform: "browser",
    conditions: ["module", "worker", "browser"],
    target: "es2023",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    tsconfigRaw: await readTsconfig(root),
    logLevel: "silent",
    logLimit: 0,
    metafile: true,
    plugins: [confine({ territory, kind, entry, sdkEntry, onInput })],
  } satisfies esbuild.BuildOptions;
  try {
    const run = <O extends typeof common>(options: O) => buildOnce(bundler, options, signal);
    const result = await (kind === "guest"
      ? run({
          ...common,
          format: "esm",
          splitting: true,
          sourcemap: "external",
          chunkNames: "chunk-[hash]",
        })
      : run({ ...common, format: "iife", minify: true, sourcemap: "linked" }));
    const refused = await refusedImports(territory, result.metafile);
    if (refused.length > 0) throw new BuildError(refused);
    return { files: result.outputFiles.map(withoutRequire), inputs };
  } catch (error) {
    throw error instanceof BuildError ? error : toBuildError(error);
  }
}

/** esbuild looks between files whether it was cancelled: one file that takes long goes on. */
async function buildOnce<O extends esbuild.BuildOptions>(
  bundler: Esbuild,
  options: O,
  signal: AbortSignal | undefined,
): Promise<esbuild.BuildResult<O>> {
  const context = await bundler.context(options as esbuild.SameShape<esbuild.BuildOptions, O>);
  const cancel = () => void context.cancel().catch(() => {});
  signal?.addEventListener("abort", cancel);
  try {
    return await context.rebuild();
  } finally {
    signal?.removeEventListener("abort", cancel);
    void context.dispose().catch(() => {}); // its process was ended, perhaps
  }
}

/**
 * esbuild gives ES modules a stand-in for `require` that only throws. Libraries that look for `require` before they use
 * it must not find it; the spaces keep the columns of the source map.
 */
function withoutRequire({ path: file, contents, text }: esbuild.OutputFile): OutputFile {
  if (!file.endsWith(".js") || !text.includes("typeof __require")) return { path: file, contents, text };
  const honest = text.replaceAll("typeof __require", '"undefined"'.padEnd("typeof __require".length));
  return { path: file, contents: new TextEncoder().encode(honest), text: honest };
}
