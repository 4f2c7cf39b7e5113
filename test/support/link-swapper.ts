/**
 * A thread that does nothing but swap: a folder for a link to the folder outside, and a file for a link to the file
 * outside, as fast as the system lets it.
 */
import { renameSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";

interface Swaps {
  readonly folder: string;
  readonly file: string;
  readonly outside: string;
  /** [0] becomes 1 to stop; [1] counts the swaps. */
  readonly control: Int32Array;
}

export interface Swapper {
  readonly count: number;
  stop(): Promise<void>;
}

export async function startSwapper(paths: Omit<Swaps, "control">): Promise<Swapper> {
  const control = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL(import.meta.url), { workerData: { ...paths, control } });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
  while (Atomics.load(control, 1) === 0) await Promise.race([new Promise((r) => setTimeout(r, 5)), ended]);
  return {
    get count() {
      return Atomics.load(control, 1);
    },
    stop() {
      Atomics.store(control, 0, 1);
      return ended;
    },
  };
}

function swap({ folder, file, outside, control }: Swaps): void {
  const aside = `${folder}-aside`;
  const link = `${file}.link`;
  while (Atomics.load(control, 0) === 0) {
    attempt(() => renameSync(folder, aside));
    attempt(() => symlinkSync(outside, folder));
    attempt(() => unlinkSync(folder));
    attempt(() => renameSync(aside, folder));
    attempt(() => rmSync(aside, { recursive: true, force: true })); // when the plugin made a folder meanwhile
    attempt(() => symlinkSync(`${outside}/file.txt`, link));
    attempt(() => renameSync(link, file));
    attempt(() => unlinkSync(file));
    Atomics.add(control, 1, 1);
  }
}

/** The plugin makes and removes files at the same time, so any step may find something else than the last one left. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // the next round
  }
}

if (!isMainThread && workerData !== null && typeof workerData === "object" && "control" in workerData) {
  swap(workerData as Swaps);
}
