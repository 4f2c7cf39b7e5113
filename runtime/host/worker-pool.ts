/** Keeps a few sandboxes ready, so that starting a plugin does not wait for a worker, a module and a prelude. */
import type { SandboxFiles } from "./sandbox-files.ts";
import { WorkerHandle } from "./worker-handle.ts";

/** A new spare would compete for the processor with the plugin that has just taken one. */
const REFILL_AFTER_MS = 100;

export class WorkerPool {
  readonly #files: SandboxFiles;
  readonly #memoryMB: number;
  readonly #size: number;
  readonly #spare: WorkerHandle[] = [];
  #refill: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  /** @param size how many to keep ready; @param memoryMB of those: a plugin with another limit starts cold. */
  constructor(files: SandboxFiles, size: number, memoryMB: number) {
    this.#files = files;
    this.#size = size;
    this.#memoryMB = memoryMB;
  }

  /** Makes the spare workers; resolves when they are ready. */
  async warm(): Promise<void> {
    while (!this.#disposed && this.#spare.length < this.#size) {
      this.#spare.push(new WorkerHandle(this.#files, this.#memoryMB));
    }
    await Promise.all(this.#spare.map((worker) => worker.ready));
  }

  /** A worker that no plugin has used. One for a debugger is made when it is wanted. */
  async take(memoryMB: number, debugged = false): Promise<WorkerHandle> {
    const spare = memoryMB === this.#memoryMB && !debugged ? this.#takeSpare() : undefined;
    if (this.#size > 0 && !debugged) this.#refillSoon();
    const worker = spare ?? new WorkerHandle(this.#files, memoryMB, debugged);
    await worker.ready;
    return worker;
  }

  /** A spare worker may have died while nobody looked at it. */
  #takeSpare(): WorkerHandle | undefined {
    for (let spare = this.#spare.shift(); spare; spare = this.#spare.shift()) if (spare.alive) return spare;
    return undefined;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#refill);
    await Promise.all(this.#spare.splice(0).map((worker) => worker.dispose()));
  }

  #refillSoon(): void {
    this.#refill ??= setTimeout(() => {
      this.#refill = undefined;
      this.warm().catch(() => {}); // a worker that cannot start says so to whoever asks for one
    }, REFILL_AFTER_MS).unref();
  }
}
