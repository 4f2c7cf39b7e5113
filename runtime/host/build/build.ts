/** Turns a plugin's sources into the modules its sandbox runs. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type * as esbuild from "esbuild";
import { AiHubError } from "../../core/errors.ts";
import { BuildError, toBuildError } from "./build-error.ts";
import { type BundleKind, confine, ENTRY, refusedImports } from "./confine.ts";
import { type BuildManifest, findEntry, findUiEntry, missingEntry, sourceFile } from "./entry.ts";
import {
  type FileMark,
  isCurrent,
  makeFolder,
  mark,
  outputFolder,
  readMapFile,
  readModules,
  readStamp,
  removeStale,
  type Stamp,
  writeOutput,
  writeStamp,
} from "./output.ts";
import { createStackMapper, type ReadMap, type StackMapper } from "./stack-map.ts";
import { isInside, Territory } from "./territory.ts";
import { readTsconfig } from "./tsconfig.ts";

/** What the builder needs of `esbuild` or `esbuild-wasm`. */
export type Esbuild = Pick<typeof esbuild, "context" | "stop">;

export interface BuilderOptions {
  /** Absolute path of the file that `@aihub/sdk` stands for; `@aihub/sdk/testing` is `testing` beside it. */
  readonly sdkEntry: string;
  /** Milliseconds one bundle may take: esbuild itself would wait for ever on a pipe named package.json. @default 120000 */
  readonly timeoutMs?: number;
}

export interface BuiltPlugin extends StackMapper {
  /** JavaScript sources by module name; they import one another as `./name`. */
  readonly modules: Readonly<Record<string, string>>;
  /** The name of the module to start with. */
  readonly entry: string;
  /** The plugin's folder, real. */
  readonly root: string;
  /** Where the modules lie, or would: the paths of their source maps start here. */
  readonly folder: string;
  /** The source map of a module as JSON. */
  readonly readMap: ReadMap;
}

export interface Builder {
  /**
   * Builds a plugin folder into `build.output` unless what lies there is current. A folder that has built output only is
   * taken as it stands.
   *
   * @param home AI Hub's own folder: where it lies in the plugin's, nothing is read from it or written there
   * @param signal ends the build with ERR_CANCELLED; nothing is written then
   * @throws {BuildError} ERR_BUILD with the positions. @throws {AiHubError} ERR_NOT_FOUND without an entry file.
   */
  buildPlugin(dir: string, manifest: BuildManifest, home?: string, signal?: AbortSignal): Promise<BuiltPlugin>;
  /** Bundles one file and what it imports from its folder, in memory. */
  buildFile(file: string, home?: string, signal?: AbortSignal): Promise<BuiltPlugin>;
  /**
   * Bundles one file of a plugin folder in place of the plugin's entry, in memory.
   *
   * @throws {AiHubError} ERR_BUILD when it lies outside of the folder; ERR_NOT_FOUND
   */
  buildTests(
    dir: string,
    file: string,
    manifest: BuildManifest,
    home?: string,
    signal?: AbortSignal,
  ): Promise<BuiltPlugin>;
}

const BUILDER_VERSION = 1;
const TIMEOUT_MS = 120_000;
const MAIN = "main.js";

/** @param loadEsbuild called only when something has to be built. */
export function createBuilder(loadEsbuild: () => Promise<Esbuild>, options: BuilderOptions): Builder {
  const { sdkEntry, timeoutMs = TIMEOUT_MS } = options;
  const bundle = async (job: Job): Promise<Bundle> => {
    const bundler = await loadEsbuild();
    const limits = { timeoutMs, end: () => bundler.stop(), signal: job.signal };
    return withLimits(runEsbuild(bundler, job, sdkEntry), limits);
  };
  return {
    async buildPlugin(dir, manifest, home, signal) {
      const root = await realFolder(dir);
      return buildFolder(new Territory(root, sdkEntry, home), manifest, (job) => bundle({ ...job, signal }));
    },
    async buildFile(file, home, signal) {
      const entry = await realFile(file);
      const root = path.dirname(entry);
      const folder = path.join(root, "dist"); // nothing is written: it only gives the source map its base
      const territory = new Territory(root, sdkEntry, home);
      const { files } = await bundle({ territory, kind: "guest", entry, folder, signal });
      return inMemory(files, folder, root);
    },
    async buildTests(dir, file, manifest, home, signal) {
      const root = await realFolder(dir);
      const territory = new Territory(root, sdkEntry, home);
      const entry = await sourceFile(territory, file);
      if (entry === undefined) throw new AiHubError("ERR_NOT_FOUND", `No such test file: ${file}`);
      const folder = outputFolder(territory, manifest.build?.output);
      const { files } = await bundle({ territory, kind: "guest", entry, folder, signal });
      return inMemory(files, folder, root);
    },
  };
}

async function buildFolder(
  territory: Territory,
  manifest: BuildManifest,
  bundle: (job: Job) => Promise<Bundle>,
): Promise<BuiltPlugin> {
  const { root } = territory;
  const folder = outputFolder(territory, manifest.build?.output);
  const entry = await findEntry(territory, manifest);
  const uiEntry = await findUiEntry(territory, manifest);
  const uiFolder = path.join(folder, "ui");
  if (!uiEntry && manifest.ui?.entry !== undefined && !(await exists(path.join(uiFolder, MAIN)))) {
    throw await missingEntry(root, "ui", manifest.ui.entry);
  }
  if (!entry || isInside(folder, entry)) {
    if (!(await exists(path.join(folder, MAIN)))) throw await missingEntry(root, "build", manifest.build?.entry);
    await makeFolder(root, folder); // it exists: this refuses a link
    return onDisk(root, folder);
  }

  const entryName = path.relative(root, entry);
  const settings = JSON.stringify([entryName, uiEntry && path.relative(root, uiEntry)]);
  const stamp = await readStamp(folder);
  // A stamp that came with the plugin and says nothing of the entry vouches for nothing.
  const fits = stamp?.builder === BUILDER_VERSION && stamp.settings === settings;
  if (fits && stamp.inputs.some((input) => input.path === entryName) && (await isCurrent(root, stamp))) {
    await makeFolder(root, folder);
    return onDisk(root, folder);
  }

  const [guest, ui] = await Promise.all([
    bundle({ territory, kind: "guest", entry, folder }),
    uiEntry ? bundle({ territory, kind: "ui", entry: uiEntry, folder: uiFolder }) : undefined,
  ]);
  await makeFolder(root, folder);
  if (ui) await makeFolder(root, uiFolder);
  const files = [...guest.files, ...(ui?.files ?? [])];
  for (const file of files) await writeOutput(file.path, file.contents);
  await removeStale(folder, new Set(guest.files.map((file) => path.basename(file.path))));
  const next: Stamp = {
    builder: BUILDER_VERSION,
    settings,
    inputs: [...guest.inputs, ...(ui?.inputs ?? [])],
    outputs: await Promise.all(files.map((file) => mark(root, path.relative(root, file.path)))),
  };
  await writeStamp(folder, next);
  return inMemory(guest.files, folder, root);
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
    reject(new AiHubError("ERR_CANCELLED", "The build was cancelled"));
  };
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  try {
    return await Promise.race([work.finally(() => clearTimeout(timer)), promise]);
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

interface Job {
  readonly territory: Territory;
  readonly kind: BundleKind;
  readonly entry: string;
  /** Where the output belongs. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

interface Bundle {
  readonly files: readonly OutputFile[];
  readonly inputs: readonly FileMark[];
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

type OutputFile = Pick<esbuild.OutputFile, "path" | "contents" | "text">;

/**
 * esbuild gives ES modules a stand-in for `require` that only throws. Libraries that look for `require` before they use
 * it must not find it; the spaces keep the columns of the source map.
 */
function withoutRequire({ path: file, contents, text }: esbuild.OutputFile): OutputFile {
  if (!file.endsWith(".js") || !text.includes("typeof __require")) return { path: file, contents, text };
  const honest = text.replaceAll("typeof __require", '"undefined"'.padEnd("typeof __require".length));
  return { path: file, contents: new TextEncoder().encode(honest), text: honest };
}

function inMemory(files: readonly OutputFile[], folder: string, root: string): BuiltPlugin {
  const texts = new Map(files.map((file) => [path.basename(file.path), file]));
  const sources = [...texts].filter(([name]) => name.endsWith(".js")).map(([name, file]) => [name, file.text] as const);
  return built(root, folder, Object.fromEntries(sources), (name) => texts.get(`${name}.map`)?.text);
}

async function onDisk(root: string, folder: string): Promise<BuiltPlugin> {
  return built(root, folder, await readModules(folder), (name) => readMapFile(folder, name));
}

function built(root: string, folder: string, modules: BuiltPlugin["modules"], readMap: ReadMap): BuiltPlugin {
  return { modules, entry: MAIN, root, folder, readMap, ...mapperOf({ root, folder, modules }, readMap) };
}

/** @param readMap the source maps of the modules that run */
export function mapperOf(built: Pick<BuiltPlugin, "root" | "folder" | "modules">, readMap: ReadMap): StackMapper {
  const output = path.relative(built.root, built.folder).split(path.sep).join("/");
  return createStackMapper(output, readMap, (name) => Object.hasOwn(built.modules, name));
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (info) => info.isFile(),
    () => false,
  );
}

async function realFolder(dir: string): Promise<string> {
  const root = await realpath(dir).catch(() => undefined);
  if (root === undefined || !(await stat(root)).isDirectory()) {
    throw new AiHubError("ERR_NOT_FOUND", `No such plugin folder: ${dir}`);
  }
  return root;
}

async function realFile(file: string): Promise<string> {
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isFile())
    throw new AiHubError("ERR_NOT_FOUND", `No such file: ${file}`);
  return real;
}
