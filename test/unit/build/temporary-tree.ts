/** A folder of files that a test builds from. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface TemporaryTree {
  /** Real path. */
  readonly root: string;
  at(name: string): string;
  remove(): void;
}

/** Writes `files` (relative name → text) into a fresh folder. */
export function temporaryTree(files: Readonly<Record<string, string>>): TemporaryTree {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "aihub-build-")));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return {
    root,
    at: (name) => path.join(root, name),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
