/** The esbuild plugin that keeps a bundle inside its territory. */
import { readFile, realpath, stat } from "node:fs/promises";
import { isBuiltin } from "node:module";
import path from "node:path";
import type { Loader, OnLoadArgs, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
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

const BUILTIN = "aihub-builtin";
/** `pluginData` of our own `build.resolve` calls, so that they do not come back to us. */
const RESOLVING = Symbol("resolving");

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

/**
 * Every import is resolved by esbuild, then refused unless the real path it reaches is the plugin's to import; every
 * file is read here and not by esbuild, so that what was checked is what is read.
 */
export function confine(confinement: Confinement): Plugin {
  let total = 0;
  const addSize = (bytes: number): boolean => {
    total += bytes;
    return total <= MAX_TOTAL;
  };
  return {
    name: "aihub-confine",
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolve(build, confinement, args));
      build.onLoad({ filter: /.*/, namespace: BUILTIN }, ({ path: name }) => ({
        contents: `throw new Error(${JSON.stringify(builtinMessage(name))});`,
      }));
      build.onLoad({ filter: /.*/, namespace: "file" }, (args) => load(confinement, args, addSize));
    },
  };
}

async function resolve(
  build: PluginBuild,
  { territory, entry, sdkEntry }: Confinement,
  args: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (args.pluginData === RESOLVING) return undefined;
  if (args.kind === "entry-point") return { path: entry };
  const specifier = args.path;
  if (specifier === "@aihub/sdk") return { path: sdkEntry };
  if (args.kind === "url-token" && /^(?:#|data:(?:image|font)\/)/.test(specifier)) return undefined;
  const importerZone = territory.zoneOf(args.importer);
  if (specifier.startsWith("node:")) return refuseBuiltin(args, importerZone === "package");
  // A single letter before the colon is a Windows drive.
  if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(specifier)) {
    return refuse(`Only files and npm packages can be imported, not '${specifier.slice(0, 200)}'`);
  }

  const { importer, namespace, resolveDir, kind } = args;
  const found = await build.resolve(specifier, {
    importer,
    namespace,
    resolveDir,
    kind,
    pluginData: RESOLVING,
    with: args.with,
  });
  if (found.errors.length > 0) {
    // A package named like a built-in (`events`, `buffer`) wins, as in every bundler for the web.
    return isBuiltin(specifier) ? refuseBuiltin(args, importerZone === "package") : undefined;
  }
  if (found.external) return refuse(`'${specifier}' cannot be bundled`);
  if (found.namespace !== "file") return undefined; // `"browser": { "fs": false }`: an empty module
  const target = await realpath(found.path).catch(() => undefined);
  if (target === undefined || !territory.mayImport(importerZone, specifier, target)) {
    const where = importerZone === "package" ? "a node_modules folder" : "the plugin folder";
    return refuse(`Import of '${specifier}' reaches outside ${where}`);
  }
  return undefined; // esbuild resolves again and keeps what a result cannot carry, such as disabled modules
}

async function load(
  { territory, kind, entry, onInput }: Confinement,
  args: OnLoadArgs,
  addSize: (bytes: number) => boolean,
): Promise<OnLoadResult> {
  const name = path.relative(territory.root, args.path);
  const file = await realpath(args.path);
  if (territory.zoneOf(file) === "outside" || (args.path === entry && file !== entry)) {
    return refuse(`'${name}' lies outside the plugin folder`);
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
  return { contents, loader };
}

function loaderOf(kind: BundleKind, file: string, attribute: string | undefined): Loader | undefined {
  const loader = LOADERS[kind][path.extname(file).toLowerCase()];
  if (loader === undefined || attribute === undefined || attribute === loader) return loader;
  return attribute === "text" ? "text" : undefined;
}

/**
 * An import of a built-in is an error, but a package's `require` of one only fails when it runs: many packages keep it
 * behind a test for Node that is never true here.
 */
function refuseBuiltin({ path: name, kind }: OnResolveArgs, inPackage: boolean): OnResolveResult {
  if (inPackage && kind === "require-call") return { path: name, namespace: BUILTIN };
  return refuse(builtinMessage(name));
}

function builtinMessage(name: string): string {
  return `Node built-ins are not available in a plugin: '${name.replace(/^node:/, "")}'`;
}

function refuse(text: string): { errors: { text: string }[] } {
  return { errors: [{ text }] };
}
