/** The server's side of the thread that analyses sources. */
import { Worker } from "node:worker_threads";
import type { SourceUse } from "../../runtime/core/manifest/sources/source-use.ts";

export interface AnalysisRequest {
  /** Its URI; each folder is analysed on its own. */
  readonly folder: string;
  readonly id: number;
  readonly changed: readonly (readonly [path: string, text: string])[];
  readonly removed: readonly string[];
  /** The folder is no longer needed; nothing is answered. */
  readonly isClosed?: boolean;
}

export interface AnalysisReply {
  readonly folder: string;
  readonly id: number;
  readonly uses: readonly SourceUse[];
}

/** Sources are hostile: one that takes longer, or more memory, ends the thread. */
const TIME_LIMIT_MS = 30_000;
const MEMORY_LIMIT_MB = 512;
const MAX_RESTARTS = 3;

interface Waiting {
  readonly resolve: (uses: readonly SourceUse[] | undefined) => void;
  readonly timer: NodeJS.Timeout;
}

export class Analyst {
  readonly #url: URL;
  readonly #log: (message: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #starts = 0;
  #lastId = 0;

  /** @param url of the thread's entry, `worker.ts` or what it is bundled into */
  constructor(url: URL, log: (message: string) => void) {
    this.#url = url;
    this.#log = log;
  }

  /** Of the thread that the next request goes to, from 1: what an earlier one was told is lost. */
  get generation(): number {
    return this.#worker ? this.#starts : this.#starts + 1;
  }

  /** What the sources of the folder do; undefined when the thread broke. Never rejects. */
  analyse(request: Pick<AnalysisRequest, "folder" | "changed" | "removed">): Promise<readonly SourceUse[] | undefined> {
    const worker = this.#running();
    if (!worker) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#fail(worker, "it took too long"), TIME_LIMIT_MS);
      timer.unref();
      this.#waiting.set(id, { resolve, timer });
      worker.postMessage({ ...request, id } satisfies AnalysisRequest);
    });
  }

  close(folder: string): void {
    this.#worker?.postMessage({ folder, id: 0, changed: [], removed: [], isClosed: true } satisfies AnalysisRequest);
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#starts = MAX_RESTARTS + 1;
    if (worker) this.#stop(worker);
    await worker?.terminate();
  }

  /** Starts the thread when there is none, unless it broke too often. */
  #running(): Worker | undefined {
    if (this.#worker || this.#starts > MAX_RESTARTS) return this.#worker;
    this.#starts += 1;
    const worker = new Worker(this.#url, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB }, env: {} });
    worker.unref();
    worker.on("message", ({ id, uses }: AnalysisReply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      clearTimeout(waiting?.timer);
      waiting?.resolve(uses);
    });
    worker.on("error", (error) => this.#fail(worker, error instanceof Error ? error.message : String(error)));
    worker.on("exit", () => this.#fail(worker, "the thread ended"));
    this.#worker = worker;
    return worker;
  }

  #fail(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#log(`The analysis of sources stopped: ${reason}`);
    this.#stop(worker);
    void worker.terminate();
  }

  #stop(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { resolve, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      resolve(undefined);
    }
    this.#waiting.clear();
  }
}
