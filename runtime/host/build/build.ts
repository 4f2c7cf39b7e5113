/** Turns a plugin's sources into the modules its sandbox runs. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AiHubError } from "../../core/errors.ts";
import { type Bundle, bundle, type Esbuild, type Job, type OutputFile } from "./bundle.ts";
import { type BuildManifest, findEntry, findUiEntry, missingEntry, sourceFile } from "./entry.ts";
import {
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
  const run = async (job: Job): Promise<Bundle> => bundle(await loadEsbuild(), job, sdkEntry, timeoutMs);
  return {
    async buildPlugin(dir, manifest, home, signal) {
      const root = await realFolder(dir);
      return buildFolder(new Territory(root, sdkEntry, home), manifest, (job) => run({ ...job, signal }));
    },
    async buildFile(file, home, signal) {
      const entry = await realFile(file);
      const root = path.dirname(entry);
      const folder = path.join(root, "dist"); // nothing is written: it only gives the source map its base
      const territory = new Territory(root, sdkEntry, home);
      const { files } = await run({ territory, kind: "guest", entry, folder, signal });
      return inMemory(files, folder, root);
    },
    async buildTests(dir, file, manifest, home, signal) {
      const root = await realFolder(dir);
      const territory = new Territory(root, sdkEntry, home);
      const entry = await sourceFile(territory, file);
      if (entry === undefined) throw new AiHubError("ERR_NOT_FOUND", `No such test file: ${file}`);
      const folder = outputFolder(territory, manifest.build?.output);
      const { files } = await run({ territory, kind: "guest", entry, folder, signal });
      return inMemory(files, folder, root);
    },
  };
}

async function buildFolder(
  territory: Territory,
  manifest: BuildManifest,
  run: (job: Job) => Promise<Bundle>,
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
    run({ territory, kind: "guest", entry, folder }),
    uiEntry ? run({ territory, kind: "ui", entry: uiEntry, folder: uiFolder }) : undefined,
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
