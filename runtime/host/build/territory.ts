/** Which files a plugin's build may read: pure path rules, over real paths. */
import { realpathSync } from "node:fs";
import path from "node:path";

/** Where a file lies, as seen from one plugin. */
export type Zone = "plugin" | "package" | "sdk" | "outside";

/** True when `child` is `parent` or lies below it. Both absolute. */
export function isInside(parent: string, child: string): boolean {
  const relative = path.relative(parent, child);
  return relative === "" || (relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

/**
 * The land of one plugin: its folder, the `node_modules` folders that Node would search from there, and the SDK.
 * All questions are about real paths: resolve links before asking.
 */
export class Territory {
  readonly root: string;
  readonly #sdk: string;
  readonly #packageRoots: readonly string[];
  /** AI Hub's home where it lies in the plugin's folder: none of its land. */
  readonly #enclave: string | undefined;

  /**
   * @param root real path of the plugin folder
   * @param sdkEntry the file that `@aihub/sdk` stands for
   * @param home AI Hub's home, which need not exist
   */
  constructor(root: string, sdkEntry: string, home?: string) {
    this.root = root;
    const [enclave] = home === undefined ? [] : [...realFolder(home), path.resolve(home)];
    if (enclave !== undefined && isInside(root, enclave)) this.#enclave = enclave;
    this.#sdk = path.dirname(realpathSync(sdkEntry));
    this.#packageRoots = ancestors(path.dirname(root)).flatMap((folder) =>
      realFolder(path.join(folder, "node_modules")),
    );
  }

  zoneOf(realPath: string): Zone {
    if (this.#enclave !== undefined && isInside(this.#enclave, realPath)) return "outside";
    if (isInside(this.root, realPath)) {
      return path.relative(this.root, realPath).split(path.sep).includes("node_modules") ? "package" : "plugin";
    }
    if (this.#packageRoots.some((root) => isInside(root, realPath))) return "package";
    return isInside(this.#sdk, realPath) ? "sdk" : "outside";
  }

  /** Whether a file in `importerZone` may import `target` under the name `specifier`. */
  mayImport(importerZone: Zone, specifier: string, target: string): boolean {
    const zone = this.zoneOf(target);
    if (importerZone !== "plugin") return zone === importerZone && zone !== "outside";
    if (zone === "outside") return false;
    return isInside(this.root, target) || (zone === "package" && isBare(specifier));
  }
}

function isBare(specifier: string): boolean {
  return !/^\.{0,2}(?:[/\\]|$)/.test(specifier) && !path.isAbsolute(specifier);
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function realFolder(folder: string): string[] {
  try {
    return [realpathSync(folder)];
  } catch {
    return []; // no such folder
  }
}
