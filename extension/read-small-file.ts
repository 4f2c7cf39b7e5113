import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The text of a regular file of at most `maxBytes`; undefined when there is none that can be read. */
export async function readSmallFile(file: string, maxBytes: number): Promise<string | undefined> {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    return stat.isFile() && stat.size <= maxBytes ? await handle.readFile("utf8") : undefined;
  } catch {
    return undefined; // a folder, or gone meanwhile
  } finally {
    await handle.close();
  }
}
