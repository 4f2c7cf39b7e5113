/**
 * Places that no scope reaches, whatever it says: the kernel's files, and AI Hub's own. Its home holds every plugin's
 * grants, code and data, the audit trail and what was used of budgets; the policy may lie elsewhere. Who could write
 * there would permit itself everything else.
 *
 * A path is refused by its text, so that what does not exist yet is refused too; what was opened is refused by its
 * identity, for mounts, hard links and other spellings give a thing a second path.
 */
import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, parse, resolve, sep } from "node:path";
import type { PathRoots } from "../../core/permissions/decide.ts";
import { foldName } from "../../core/permissions/path-names.ts";

/** The scopes' roots, and what lies out of their reach. */
export interface GuardedRoots extends PathRoots {
  readonly reserved: Pick<ReservedPlaces, "now">;
}

/** The places as they lie at one moment, as seen from one plugin. */
export interface Reserved {
  /** Why a real path is out of reach, in a sentence; undefined when it is not. */
  refuses(access: "read" | "write", real: string): string | undefined;
  /** Whether what lies at a real path is a reserved thing that has another path too. */
  isAlias(real: string, stats: Stats): boolean;
}

/**
 * Kernel and device trees: reading there can act (`/proc/self/mem`, `/dev/…`). Where they are mounted elsewhere, Linux
 * tells when the file is held (services/fs/held.ts).
 */
const KERNEL = ["/proc", "/sys", "/dev", ...(process.platform === "darwin" ? ["/.vol"] : [])];
const NO_KERNEL = "No permission reaches the files of the kernel and its devices";
const NO_HOME = "No permission reaches AI Hub's own files: its home, the policy of this machine and audit trails";
/** As many as Linux follows. */
const MAX_LINKS = 40;

/** Whether a path begins in one of the kernel's trees, wherever links in there lead. */
export function isKernelPath(path: string): boolean {
  const name = process.platform === "darwin" ? foldName(path) : path;
  return KERNEL.some((tree) => isIn(tree, withSlashes(name)));
}

/** Permissions speak of `/` everywhere; elsewhere than on Windows a backslash is part of a name. */
export function withSlashes(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}

export class ReservedPlaces {
  /** Parts of the home may be links to other disks. */
  readonly #home: Place;
  readonly #plugins: Place;
  readonly #sources: Place;
  readonly #files: readonly Place[];
  #seen: { readonly roots: PathRoots; readonly reserved: Reserved } | undefined;

  /**
   * @param policy the file that the policy comes from now; it may be named anew
   * @param trail a second audit trail, that the person named
   */
  constructor(home: string, policy: () => string, trail?: string) {
    const inHome = (name: string) => new Place(() => resolve(home, name));
    this.#home = inHome(".");
    this.#plugins = inHome("plugins");
    this.#sources = inHome("sources");
    const named = trail === undefined ? [] : [new Place(() => resolve(trail))];
    this.#files = [new Place(policy), inHome("audit.jsonl"), ...named];
  }

  /**
   * Looks where they lie now: the home may not exist yet. Synchronous on purpose, as `fileStamp` is. What was seen holds
   * until the microtasks at hand are done: many questions at once are one look.
   *
   * @throws the error of the system when that cannot be seen: then nothing may be decided
   */
  now(roots: PathRoots): Reserved {
    if (this.#seen?.roots === roots) return this.#seen.reserved;
    const reserved = this.#look(roots);
    this.#seen = { roots, reserved };
    queueMicrotask(() => {
      this.#seen = undefined;
    });
    return reserved;
  }

  #look({ plugin, data, caseInsensitive }: PathRoots): Reserved {
    const trees = [this.#home, this.#plugins, this.#sources].map((place) => place.find());
    const files = this.#files.map((place) => place.find());
    const fold = caseInsensitive === true || process.platform !== "linux" ? foldName : (name: string) => name;
    const text = (path: string) => fold(withSlashes(path));
    const shut = (places: readonly Found[]) => places.flatMap(({ real, ways }) => [real, ...ways]).map(text);
    const [shutTrees, shutFiles] = [shut(trees), shut(files)];
    const places = new Map([...files, ...trees].map(({ id, real }) => [id, text(real)]));
    const plugins = text(this.#plugins.find().real);
    const writable = [fold(data)].filter((root) => isDataFolder(plugins, root));
    const readable = [...writable, ...[fold(plugin)].filter((root) => isCodeFolder(plugins, root))];
    return {
      refuses: (access, real) => {
        if (isKernelPath(real)) return NO_KERNEL;
        const path = text(real);
        const isAmong = (places: readonly string[]) => places.some((place) => isIn(place, path));
        if (isAmong(shutFiles)) return NO_HOME;
        if (isAmong(access === "read" ? readable : writable)) return undefined;
        return isAmong(shutTrees) ? NO_HOME : undefined;
      },
      isAlias: (real, stats) => {
        const isOther = (path: string, found: Stats) => {
          const known = places.get(idOf(found));
          return known !== undefined && known !== text(path);
        };
        if (isOther(real, stats)) return true;
        // A mount shows a folder again on the same device: elsewhere nothing has to be looked for.
        if (!trees.some(({ device }) => device === stats.dev)) return false;
        return foldersAbove(real).some((path) => {
          const found = lstatSync(path, { throwIfNoEntry: false });
          return found !== undefined && isOther(path, found);
        });
      },
    };
  }
}

interface Found {
  readonly named: string;
  /** "" when it is not there. */
  readonly id: string;
  readonly device: number | undefined;
  readonly real: string;
  /** The links that lead there: who removed one would have AI Hub look elsewhere. */
  readonly ways: readonly string[];
}

/** A file or folder that AI Hub knows by a name. */
class Place {
  readonly #named: () => string;
  #folder: Place | undefined;
  #known: Found | undefined;

  constructor(named: () => string) {
    this.#named = named;
  }

  find(): Found {
    const named = this.#named();
    const entry = lstatSync(named, { throwIfNoEntry: false });
    if (!entry && dirname(named) !== named) {
      this.#folder ??= new Place(() => dirname(this.#named()));
      const { real, ways } = this.#folder.find();
      return { named, id: "", device: undefined, real: join(real, basename(named)), ways };
    }
    const stats = entry?.isSymbolicLink() ? statSync(named, { throwIfNoEntry: false }) : entry;
    const id = stats ? idOf(stats) : "";
    if (id !== "" && id === this.#known?.id && named === this.#known.named) return this.#known;
    const { end, ways } = follow(named);
    this.#known = { named, id, device: stats?.dev, real: stats ? realpathSync.native(named) : end, ways };
    return this.#known;
  }
}

/** Where a path leads, which need not exist, and the links on the way by their real paths. */
function follow(path: string): { readonly end: string; readonly ways: readonly string[] } {
  const ways: string[] = [];
  let at = parse(path).root;
  const names = path.slice(at.length).split(sep);
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const next = join(at, name);
    const target = ways.length < MAX_LINKS ? linkAt(next) : undefined;
    if (target === undefined) {
      at = next;
      continue;
    }
    ways.push(next);
    const to = resolve(at, target);
    at = parse(to).root;
    names.unshift(...to.slice(at.length).split(sep));
  }
  return { end: at, ways };
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined; // no link, or nothing at all
  }
}

function foldersAbove(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...foldersAbove(parent)];
}

function idOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

/** `plugins/<id>/data`, or what a plugin keeps in there. */
function isDataFolder(plugins: string, folder: string): boolean {
  return placeIn(plugins, folder)[0] === "data";
}

/** `plugins/<id>/versions/<version>`, or `current` where that is no link. */
function isCodeFolder(plugins: string, folder: string): boolean {
  const [first, second] = placeIn(plugins, folder);
  return first === "current" || (first === "versions" && second !== undefined);
}

/** The names below `plugins/<id>`. */
function placeIn(plugins: string, folder: string): string[] {
  return folder.startsWith(`${plugins}/`)
    ? folder
        .slice(plugins.length + 1)
        .split("/")
        .slice(1)
    : [];
}

/** Both with `/` between folders. */
function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
