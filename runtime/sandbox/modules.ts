/** The module loader: it knows the modules the host sent and nothing else; there is no file system behind it. */

export class ModuleTable {
  readonly #sources: ReadonlyMap<string, string>;

  constructor(sources: Readonly<Record<string, string>>) {
    this.#sources = new Map(Object.entries(sources));
  }

  load(name: string): string | { error: Error } {
    return this.#sources.get(name) ?? { error: new ReferenceError(`Cannot find module "${name}" in the plugin`) };
  }

  /**
   * Relative names are resolved against the importing module; others are names in the table as they stand. Never
   * fails: `load` says what is missing (QuickJS drops the message of an error from here).
   */
  resolve(base: string, requested: string): string {
    const name = /^\.{1,2}\//.test(requested) ? joinRelative(base, requested) : requested;
    return name ?? requested;
  }
}

/** `undefined` when the way leads above the plugin's root. */
function joinRelative(base: string, requested: string): string | undefined {
  const parts = base.split("/").slice(0, -1);
  for (const part of requested.split("/")) {
    if (part === "." || part === "") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}
