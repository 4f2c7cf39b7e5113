/** The few settings of an author's `tsconfig.json` that change what the code means. */
import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import type { TsconfigRaw } from "esbuild";
import { parse } from "jsonc-parser";

const MAX_SIZE = 64 * 1024;
const KEPT = ["paths", "baseUrl", "jsxImportSource", "experimentalDecorators", "useDefineForClassFields"] as const;

/**
 * Read here and not by esbuild, which would follow `extends` to any file on the disk. Where `paths` lead is checked with
 * every other import.
 */
export async function readTsconfig(folder: string): Promise<TsconfigRaw> {
  const file = path.join(folder, "tsconfig.json");
  const info = await lstat(file).catch(() => undefined);
  if (!info?.isFile() || info.size > MAX_SIZE) return {};
  const options: unknown = parse(await readFile(file, "utf8"), [], { allowTrailingComma: true })?.compilerOptions;
  if (typeof options !== "object" || options === null) return {};
  const kept = Object.entries(options).filter(([key]) => KEPT.some((name) => name === key));
  return { compilerOptions: Object.fromEntries(kept) };
}
