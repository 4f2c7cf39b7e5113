/** Takes the samples: one round asks every contender once, so that whatever disturbs the machine disturbs all. */
import { ContenderProcess } from "./contender-process.ts";
import { denoProgram } from "./peers.ts";
import type { Contender, Measure } from "./plan.ts";
import type { Request } from "./serve.ts";

/** Samples by round, or why there are none. */
export type Samples = { readonly samples: readonly number[] } | { readonly unavailable: string };

type Command = readonly [string, ...string[]];

const COMMANDS: Readonly<Record<Contender["process"], () => Command>> = {
  host: () => [process.execPath],
  // https://github.com/laverdet/isolated-vm#requirements: an isolate aborts under Node's own startup snapshot
  "isolated-vm": () => [process.execPath, "--no-node-snapshot"],
  sebastianwessel: () => [process.execPath],
  "json-server": () => [process.execPath],
  deno: () => [denoProgram(), "run", "--quiet", "--no-config", "--allow-all", "--unstable-worker-options"],
};

export class Runner {
  readonly #quick: boolean;
  readonly #peersMissing: string | undefined;
  readonly #processes = new Map<Contender["process"], ContenderProcess>();

  /** @param peersMissing why only contenders of the checkout itself can run, if so */
  constructor(quick: boolean, peersMissing: string | undefined) {
    this.#quick = quick;
    this.#peersMissing = peersMissing;
  }

  async run(measure: Measure): Promise<ReadonlyMap<Contender, Samples>> {
    const samples = new Map<Contender, number[]>(measure.entries.map(({ contender }) => [contender, []]));
    const failed = new Map<Contender, string>();
    const rounds = this.#quick ? measure.quickRounds : measure.rounds;
    const n = this.#quick ? measure.quickN : measure.n;
    // Round 0 warms up (a fresh process has nothing to keep from it).
    for (let round = measure.fresh ? 1 : 0; round <= rounds; round++) {
      showProgress(`${measure.title}: ${round} of ${rounds}`);
      for (const { contender, measure: own, maxN } of measure.entries) {
        if (failed.has(contender)) continue;
        const request = { contender: contender.file, measure: own ?? measure.measure, n: Math.min(n, maxN ?? n) };
        try {
          const value = await this.#sample(contender, request, measure.fresh ?? false);
          if (round > 0) samples.get(contender)?.push(value);
        } catch (error) {
          failed.set(contender, reasonOf(error));
        }
      }
    }
    showProgress(`${measure.title}: done`);
    if (process.stderr.isTTY) process.stderr.write("\n");
    const of = ([contender, values]: [Contender, number[]]): [Contender, Samples] => {
      const unavailable = failed.get(contender);
      return [contender, unavailable === undefined ? { samples: values } : { unavailable }];
    };
    return new Map([...samples].map(of));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((each) => each.dispose()));
  }

  async #sample(contender: Contender, request: Request, fresh: boolean): Promise<number> {
    if (contender.process !== "host" && this.#peersMissing !== undefined) throw new Error(this.#peersMissing);
    if (!fresh) return this.#processOf(contender).measure(request);
    const own = new ContenderProcess(COMMANDS[contender.process]());
    try {
      return await own.measure(request);
    } finally {
      await own.dispose();
    }
  }

  #processOf(contender: Contender): ContenderProcess {
    const known = this.#processes.get(contender.process);
    if (known) return known;
    const started = new ContenderProcess(COMMANDS[contender.process]());
    this.#processes.set(contender.process, started);
    return started;
  }
}

/** Rewrites one line on a terminal; elsewhere the end of each measure is enough. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text.endsWith("done")) process.stderr.write(`${text}\n`);
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? text;
}
