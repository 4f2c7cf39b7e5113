/** The esbuild plugin that keeps a bundle inside its territory. */
import { readFile, realpath, stat } from "node:fs/promises";
import { builtinModules } from "node:module";
import path from "node:path";
import type {
  Loader,
  Metafile,
  OnLoadArgs,
  OnLoadResult,
  OnResolveArgs,
  OnResolveResult,
  Plugin,
  PluginBuild,
} from "esbuild";
import type { BuildProblem } from "./build-error.ts";
import type { Territory } from "./territory.ts";

/** What the bundle is for: the sandbox, or a panel's page. */
export type BundleKind = "guest" | "ui";

export interface Confinement {
  readonly territory: Territory;
  readonly kind: BundleKind;
  /** Real path of the entry file. */
  readonly entry: string;
  readonly sdkEntry: string;
  /** Told of every file that is read. */
  onInput(file: string, size: number, mtimeMs: number): void;
}

/** The only entry point name; it stands for `Confinement.entry`, because esbuild expands `*` in real entry names. */
export const ENTRY = "aihub:entry";

const SDK = /^@aihub\/sdk(?:\/testing)?$/;
const BUILTIN = "aihub-builtin";
/** `pluginData` of our own `build.resolve` calls, so that they do not come back to us. */
const RESOLVING = Symbol("resolving");

/** Names in the graph that are no files. */
const VIRTUAL = /^(?:\(disabled\)|aihub-builtin|data):/;

const MAX_FILE = 16 * 1024 * 1024;
const MAX_TOTAL = 128 * 1024 * 1024;
const MAX_DATA_URL = 1024 * 1024;

const SOURCE_LOADERS: Readonly<Record<string, Loader>> = {
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".json": "json",
  ".txt": "text",
  ".md": "text",
  ".csv": "text",
  ".html": "text",
  ".sql": "text",
};

const LOADERS: Readonly<Record<BundleKind, Readonly<Record<string, Loader>>>> = {
  guest: { ...SOURCE_LOADERS, ".css": "text", ".svg": "text" },
  ui: {
    ...SOURCE_LOADERS,
    ".css": "css",
    ".svg": "dataurl",
    ".png": "dataurl",
    ".jpg": "dataurl",
    ".jpeg": "dataurl",
    ".gif": "dataurl",
    ".webp": "dataurl",
    ".woff": "dataurl",
    ".woff2": "dataurl",
    ".ttf": "dataurl",
  },
};

/** Imports that esbuild must not resolve by itself: URLs (a single letter is a Windows drive) and Node's built-ins. */
/**
 * There is no global `Function` in a plugin, but many packages say `x instanceof Function`. `Object.constructor` is the
 * constructor that refuses to make code: `instanceof` works with it, a call still throws.
 */
const FUNCTION = "var Function=Object.constructor;";
const URLS = /^(?:[a-z][a-z0-9+.-]+:|\/\/)/i;
const BUILTINS = new RegExp(`^(?:node:.*|${builtinModules.filter((name) => /^[a-z]/.test(name)).join("|")})$`);

/**
 * Imports are resolved by esbuild. Every file is then read here, by its real path and only within the plugin's
 * territory, and `refusedImports` judges the finished graph. (Asking `build.resolve` about each import instead makes a
 * build five times slower: it starts from an empty cache each time.)
 */
export function confine(confinement: Confinement): Plugin {
  let total = 0;
  const addSize = (bytes: number): boolean => {
    total += bytes;
    return total <= MAX_TOTAL;
  };
  const { entry, sdkEntry } = confinement;
  const testing = path.join(path.dirname(sdkEntry), `testing${path.extname(sdkEntry)}`);
  return {
    name: "aihub-confine",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind }) => (kind === "entry-point" ? { path: entry } : undefined));
      build.onResolve({ filter: SDK }, ({ path: name }) => ({ path: name === "@aihub/sdk" ? sdkEntry : testing }));
      build.onResolve({ filter: BUILTINS }, (args) => resolveBuiltin(build, confinement, args));
      build.onResolve({ filter: URLS }, ({ kind, path: url }) => {
        if (kind === "url-token" && /^data:(?:image|font)\//.test(url)) return undefined;
        return refuse(`Only files and npm packages can be imported, not '${url.slice(0, 200)}'`);
      });
      build.onLoad({ filter: /.*/, namespace: BUILTIN }, ({ path: name }) => ({
        contents: `throw new Error(${JSON.stringify(builtinMessage(name))});`,
      }));
      build.onLoad({ filter: /.*/, namespace: "file" }, (args) => load(confinement, args, addSize));
    },
  };
}

/** The imports of a finished bundle that its territory forbids although both files may be read. */
export async function refusedImports(territory: Territory, { inputs }: Metafile): Promise<BuildProblem[]> {
  const problems: BuildProblem[] = [];
  for (const [importer, { imports }] of Object.entries(inputs)) {
    const zone = territory.zoneOf(path.resolve(territory.root, importer));
    for (const { path: target, original, external } of imports) {
      if (original === undefined || SDK.test(original) || external || VIRTUAL.test(target)) continue;
      if (territory.mayImport(zone, original, path.resolve(territory.root, target))) continue;
      const place = await placeOf(path.resolve(territory.root, importer), original);
      const where = zone === "package" ? "its node_modules folder" : "the plugin folder";
      problems.push({ file: importer, ...place, message: `Import of '${original}' reaches outside ${where}` });
    }
  }
  return problems;
}

/** The graph knows no positions: the first quoted mention will do. */
async function placeOf(file: string, specifier: string): Promise<{ line: number; column: number }> {
  const text = await readFile(file, "utf8");
  const offset = Math.max(0, ...[`"${specifier}"`, `'${specifier}'`].map((quoted) => text.indexOf(quoted)));
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

async function load(
  { territory, kind, onInput }: Confinement,
  args: OnLoadArgs,
  addSize: (bytes: number) => boolean,
): Promise<OnLoadResult> {
  const name = path.relative(territory.root, args.path);
  const file = await realpath(args.path);
  if (territory.zoneOf(file) === "outside") {
    return refuse(`Import of '${name}' reaches outside the plugin folder and node_modules`);
  }
  const loader = loaderOf(kind, file, args.with.type);
  if (loader === undefined) return refuse(`A plugin cannot import this kind of file: '${name}'`);
  const info = await stat(file);
  if (!info.isFile()) return refuse(`'${name}' is not a file`);
  const limit = loader === "dataurl" ? MAX_DATA_URL : MAX_FILE;
  if (info.size > limit) return refuse(`'${name}' is larger than ${limit / 1024 / 1024} MB`);
  if (!addSize(info.size)) return refuse(`The plugin's sources are larger than ${MAX_TOTAL / 1024 / 1024} MB together`);
  onInput(file, info.size, info.mtimeMs);
  const bytes = await readFile(file);
  if (loader === "dataurl") return { contents: bytes, loader };
  // esbuild would open what such a comment names, wherever it lies: `//# sourceMappingURL=../../../dev/zero`.
  const contents = bytes.toString("utf8").replace(/([#@] sourceMapping)URL=/g, "$1___=");
  const needsFunction =
    kind === "guest" && territory.zoneOf(file) === "package" && loader !== "json" && loader !== "text";
  return { contents: needsFunction && /\bFunction\b/.test(contents) ? FUNCTION + contents : contents, loader };
}

function loaderOf(kind: BundleKind, file: string, attribute: string | undefined): Loader | undefined {
  const loader = LOADERS[kind][path.extname(file).toLowerCase()];
  if (loader === undefined || attribute === undefined || attribute === loader) return loader;
  return attribute === "text" ? "text" : undefined;
}

/**
 * An import of a built-in is an error, but a package's `require` of one only fails when it runs: many packages keep it
 * behind a test for Node that is never true here. A package named like a built-in (`events`, `buffer`) wins, as in every
 * bundler for the web, and so does `"browser": { "fs": false }`.
 */
async function resolveBuiltin(
  build: PluginBuild,
  { territory }: Confinement,
  { path: name, kind, importer, namespace, resolveDir, pluginData }: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (pluginData === RESOLVING) return undefined;
  if (!name.startsWith("node:")) {
    const found = await build.resolve(name, { kind, importer, namespace, resolveDir, pluginData: RESOLVING });
    if (found.errors.length === 0) return undefined;
  }
  if (kind === "require-call" && territory.zoneOf(importer) === "package") return { path: name, namespace: BUILTIN };
  return refuse(builtinMessage(name));
}

function builtinMessage(name: string): string {
  return `Node built-ins are not available in a plugin: '${name.replace(/^node:/, "")}'`;
}

function refuse(text: string): { errors: { text: string }[] } {
  return { errors: [{ text }] };
}
