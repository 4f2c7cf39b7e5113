/** The AI Bookkeeper to be tried out. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../run.ts";
import { scratchFolder } from "./scratch.ts";

/** A copy, so that the example keeps no reports; inside the checkout, where its packages are found. Gone at exit. */
export async function copyExample(): Promise<string> {
  const out = join(root, ".out");
  await mkdir(out, { recursive: true });
  const folder = await scratchFolder(join(out, "ai-bookkeeper-"));
  const left = /[\\/](?:dist|node_modules|output)$/;
  const example = join(root, "examples", "ai-bookkeeper");
  await cp(example, folder, { recursive: true, filter: (source) => !left.test(source) });
  return folder;
}
