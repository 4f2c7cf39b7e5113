/**
 * Scopes of `read` and `write`: `./x` (the plugin's own folder), `${workspaceFolder}/x` (every folder that is open),
 * `${workspaceFolder:name}/x` (every open folder of that name), or an absolute glob. With `=` in front the path means
 * exactly itself, whatever characters are in it.
 */

import { type Glob, parseGlob, parseLiteral } from "./glob.ts";
import { foldName } from "./path-names.ts";
import { type Pattern, segmentsOf } from "./pattern.ts";
import { type ParsedScope, refuseText, scopeError } from "./scope.ts";

export type PathBase = "plugin" | "workspace" | "absolute";

export interface PathScope {
  readonly text: string;
  readonly base: PathBase;
  /** The name of the workspace folder; undefined: any. */
  readonly folder?: string;
  /** Below the base; undefined when the scope is the base folder itself. */
  readonly glob: Glob | undefined;
  /** Reaches outside the plugin and the workspace, so a person should look twice. */
  readonly broad: boolean;
}

/** Where the bases lie: absolute real paths with `/` between folders. */
export interface PathRoots {
  /** The plugin's code. */
  readonly plugin: string;
  /** Where `./x` is written, and looked for first when reading. The same folder as `plugin` when run from source. */
  readonly data: string;
  readonly workspace: readonly string[];
  /** The file system takes `A` and `a` for one name (Windows, macOS). Default: false. */
  readonly caseInsensitive?: boolean;
}

/** In front of a scope or path it means each open folder. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the name of the variable in manifests
export const WORKSPACE = "${workspaceFolder}";
/** Nothing in the name is a wildcard. */
const VARIABLE = /^\$\{workspaceFolder(?::(?<folder>[^{}/\\]+))?\}(?=\/|$)/;
/** A name that fits between the braces. */
const FOLDER_NAME = /^[^{}/\\\p{Cc}\p{Cs}\u2028\u2029]+$/u;
/** In front of a path without wildcards. */
const LITERAL = "=";
const MAGIC = /[*?[\]{}]/;
const ABSOLUTE = /^(?:\/|[A-Za-z]:\/)/;

/** Longest path and segment that are looked at; file systems refuse longer ones anyway. */
const MAX_PATH = 32_768;

export function parsePathScope(text: string): ParsedScope<PathScope> {
  const refused = refuseText(text);
  if (refused) return refused;
  if (!text.startsWith(LITERAL)) return parsePath(text, parseGlob);
  const parsed = parsePath(text.slice(LITERAL.length), parseLiteral);
  if (parsed.ok) return { ok: true, scope: { ...parsed.scope, text } };
  const { message, offset } = parsed.error;
  return scopeError(message, offset + LITERAL.length);
}

type ParseGlob = (text: string, offset: number) => ParsedScope<Glob>;

function parsePath(text: string, glob: ParseGlob): ParsedScope<PathScope> {
  const variable = VARIABLE.exec(text);
  const other = text.indexOf("${", variable?.[0].length ?? 0);
  if (other >= 0 && glob !== parseLiteral) return scopeError(`The only variable is ${WORKSPACE}, at the start`, other);
  if (ABSOLUTE.test(text)) return withGlob(text, { base: "absolute" }, 0, glob);
  if (text === ".") return { ok: true, scope: { text, base: "plugin", glob: undefined, broad: false } };
  if (text.startsWith("./")) return withGlob(text, { base: "plugin" }, 2, glob);
  if (variable) {
    const { folder } = variable.groups ?? {};
    const place = folder === undefined ? ({ base: "workspace" } as const) : ({ base: "workspace", folder } as const);
    const { length } = variable[0];
    if (text.length === length) return { ok: true, scope: { text, ...place, glob: undefined, broad: false } };
    return withGlob(text, place, length + 1, glob);
  }
  if (/^\.\.(?:\/|$)/.test(text)) return scopeError('A scope must not contain ".."');
  if (text.startsWith("~")) return scopeError("~ is not known here; write the absolute path");
  return scopeError(`A file scope starts with ./, ${WORKSPACE}/ or /`, 0, `./${text}`);
}

function withGlob(
  text: string,
  place: Pick<PathScope, "base" | "folder">,
  offset: number,
  parse: ParseGlob,
): ParsedScope<PathScope> {
  const rest = text.slice(offset);
  if (rest === "" || (text.endsWith("/") && text.length > 1)) {
    return scopeError('A scope must not end with "/"; "/**" means everything inside', text.length - 1, `${text}**`);
  }
  const drive = place.base === "absolute" && !rest.startsWith("/");
  const glob = parse(drive ? `/${rest}` : rest, drive ? -1 : offset);
  if (!glob.ok) return { ok: false, error: { ...glob.error, offset: Math.max(0, glob.error.offset) } };
  return { ok: true, scope: { text, ...place, glob: glob.scope, broad: place.base === "absolute" } };
}

/** Whether `path` is one that can be decided about: absolute, and already resolved. */
export function isResolvedPath(path: string): boolean {
  if (path.length > MAX_PATH || path.includes("\0") || !ABSOLUTE.test(path)) return false;
  if (path === "/") return true;
  const segments = path.replace(/^(?:[A-Za-z]:)?\//, "").split("/");
  return segments.every((segment, index) => {
    if (segment === "") return segments.length === 1 && index === 0;
    return segment !== "." && segment !== "..";
  });
}

/** Whether the scope covers a resolved path. */
export function pathScopeMatches(scope: PathScope, path: string, roots: PathRoots, kind: "read" | "write"): boolean {
  const fold = roots.caseInsensitive === true;
  if (scope.base === "absolute") {
    const slashed = path.startsWith("/") ? path : `/${path}`;
    return scope.glob?.matches(slashed, fold) ?? false;
  }
  for (const root of basesOf(scope, roots, kind)) {
    const relative = below(root, path, fold);
    if (relative === undefined) continue;
    if (scope.glob ? scope.glob.matches(relative, fold) : relative === "") return true;
  }
  return false;
}

/** The globs over absolute paths that the scope stands for. */
export function pathPatterns(scope: PathScope, roots: PathRoots, kind: "read" | "write"): Pattern[] {
  const bases = basesOf(scope, roots, kind);
  const literal = scope.text.startsWith(LITERAL);
  return bases.flatMap((base) => {
    const root = segmentsOf(base, true).filter(({ text }) => text !== "");
    if (!scope.glob) return [root];
    return scope.glob.alternatives.flatMap((alternative) => {
      const below = segmentsOf(alternative.replace(/^\//, ""), literal);
      const everything = below.length === 1 && below[0]?.text === "**" && !literal;
      // "**" alone matches the base folder too; "x/**" does not match x.
      return everything ? [root, [...root, ...below]] : [[...root, ...below]];
    });
  });
}

/** A scope or path without the workspace's variable in front, whose braces are no wildcards. */
export function behindVariable(text: string): string {
  return text.replace(VARIABLE, "");
}

/** The scope that names exactly this path. */
export function scopeForPath(path: string, roots: PathRoots, kind: "read" | "write"): string {
  const scope = relativeScope(path, roots, kind);
  return MAGIC.test(behindVariable(scope)) ? `${LITERAL}${scope}` : scope;
}

function relativeScope(path: string, roots: PathRoots, kind: "read" | "write"): string {
  const fold = roots.caseInsensitive === true;
  const inside = (root: string, prefix: string) => {
    const relative = below(root, path, fold);
    return relative === "" ? prefix : relative && `${prefix}/${relative}`;
  };
  for (const root of basesOf({ base: "plugin" }, roots, kind)) {
    const scope = inside(root, ".");
    if (scope !== undefined) return scope;
  }
  for (const root of roots.workspace) {
    const scope = inside(root, variableFor(root, roots));
    if (scope !== undefined) return scope;
  }
  return path;
}

/** The variable that means this workspace folder alone, or the folder's own path when there is none. */
function variableFor(root: string, { workspace, caseInsensitive }: PathRoots): string {
  if (workspace.length === 1) return WORKSPACE;
  const name = nameOf(root);
  const namesakes = workspace.filter((other) => isNamed(other, name, caseInsensitive === true));
  return namesakes.length === 1 && FOLDER_NAME.test(name) ? `\${workspaceFolder:${name}}` : root;
}

function basesOf(
  { base, folder }: Pick<PathScope, "base" | "folder">,
  roots: PathRoots,
  kind: "read" | "write",
): readonly string[] {
  if (base === "absolute") return ["/"];
  if (base === "plugin") return kind === "write" ? [roots.data] : [roots.data, roots.plugin];
  if (folder === undefined) return roots.workspace;
  return roots.workspace.filter((root) => isNamed(root, folder, roots.caseInsensitive === true));
}

/** Whether a workspace folder has this name. */
export function isNamed(root: string, name: string, fold: boolean): boolean {
  const own = nameOf(root);
  return own === name || (fold && foldName(own) === foldName(name));
}

function nameOf(root: string): string {
  return root.slice(root.lastIndexOf("/") + 1);
}

/** `path` relative to `root`: "" for the root itself, undefined when it lies elsewhere. */
function below(root: string, path: string, fold: boolean): string | undefined {
  if (!ABSOLUTE.test(root)) return undefined;
  const prefix = root.endsWith("/") ? root : `${root}/`;
  if (path.startsWith(prefix)) return path.slice(prefix.length);
  if (!fold) return `${path}/` === prefix ? "" : undefined;
  const same = (a: string, b: string) => foldName(a) === foldName(b);
  if (same(path, root) || same(`${path}/`, prefix)) return "";
  // Folding may change lengths, so segments are counted instead of characters.
  const depth = prefix.split("/").length - 1;
  const segments = path.split("/");
  if (segments.length <= depth) return undefined;
  return same(`${segments.slice(0, depth).join("/")}/`, prefix) ? segments.slice(depth).join("/") : undefined;
}
