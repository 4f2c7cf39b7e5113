/**
 * The process of one or more contenders: reads requests, one JSON line each, from stdin and answers each with one JSON
 * line on stdout. Runs in Node and, for Deno's own contender, in Deno.
 */
import process from "node:process";
import { createInterface } from "node:readline";

/** What one contender can measure, by the measure's name. `n` is how often or how many; the number has its unit. */
export type Measures = Readonly<Record<string, (n: number) => Promise<number>>>;

export interface Request {
  readonly contender: string;
  readonly measure: string;
  readonly n: number;
}

export type Answer = { readonly value: number } | { readonly error: string };

interface Contender {
  /** Prepares what is not measured. */
  create(): Promise<Measures>;
}

/** Serves until stdin ends. */
async function serve(): Promise<void> {
  const contenders = new Map<string, Measures>();
  const measure = async (request: Request): Promise<number> => {
    let measures = contenders.get(request.contender);
    if (!measures) {
      const module = (await import(`./contenders/${request.contender}`)) as Contender;
      measures = await module.create();
      contenders.set(request.contender, measures);
    }
    const run = measures[request.measure];
    if (!run) throw new Error(`${request.contender} does not measure ${request.measure}`);
    return run(request.n);
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await measure(JSON.parse(line)).then(
      (value): Answer => ({ value }),
      (error: unknown): Answer => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

await serve();
process.exit(0);
