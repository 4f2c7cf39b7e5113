/** What is measured, with whom, how often, and what was promised (issue 2, part 11). */

export interface Contender {
  /** File in contenders/. */
  readonly file: string;
  readonly name: string;
  /** Which process serves it: those of one process are measured in the same one. */
  readonly process: "host" | "deno" | "isolated-vm" | "sebastianwessel" | "json-server";
}

export const AI_HUB: Contender = { file: "ai-hub.ts", name: "AI Hub", process: "host" };
/** What the machine does to the main thread by itself. */
const IDLE: Contender = { file: "ai-hub.ts", name: "the same, the plugin sleeps", process: "host" };
/** Everything that a call costs in the host but its permission. */
const UNCHECKED: Contender = { file: "ai-hub.ts", name: "the same call, permission none", process: "host" };
const BARE: Contender = { file: "bare-quickjs.ts", name: "bare quickjs-emscripten", process: "host" };
const PROBES: Contender = { file: "instrumented.ts", name: "instrumented, no breakpoints", process: "host" };
const ARMED: Contender = { file: "ai-hub.ts", name: "debugged, a breakpoint elsewhere", process: "host" };
const WORKER: Contender = { file: "empty-worker.ts", name: "empty worker thread", process: "host" };
const DENO: Contender = { file: "deno.js", name: "Deno worker, no permissions", process: "deno" };
const ISOLATE: Contender = { file: "isolated-vm.js", name: "isolated-vm", process: "isolated-vm" };
const SEBASTIAN: Contender = {
  file: "sebastianwessel.js",
  name: "@sebastianwessel/quickjs",
  process: "sebastianwessel",
};

/** Asked for diagnostics, so that it answers without its usual pause. */
const JSON_SERVER: Contender = { file: "json-server.ts", name: "VS Code's JSON server, asked", process: "json-server" };
const JSON_LANGUAGE_SERVER: Contender = {
  file: "json-languageserver.ts",
  name: "vscode-json-languageserver",
  process: "json-server",
};

/** A promise: AI Hub's median itself, or its ratio to a contender. */
export interface Target {
  readonly against?: Contender;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One contender's part in a measure. */
interface Entry {
  readonly contender: Contender;
  /** @default the measure's own */
  readonly measure?: string;
  /** At most so many: for who would take minutes. */
  readonly maxN?: number;
}

export interface Measure {
  readonly title: string;
  readonly measure: string;
  readonly unit: string;
  /** AI Hub first. */
  readonly entries: readonly Entry[];
  readonly rounds: number;
  readonly quickRounds: number;
  /** How often or how many, handed to the contender. */
  readonly n: number;
  readonly quickN: number;
  /** A new process for each sample, with nothing of an earlier one in its memory. */
  readonly fresh?: boolean;
  readonly target?: Target;
}

const everyone = (...contenders: readonly Contender[]): readonly Entry[] =>
  [AI_HUB, ...contenders].map((contender) => ({ contender }));

/** It answers about a thousand calls a second, whatever else is done. */
const SEBASTIAN_CALLS: Entry = { contender: SEBASTIAN, maxN: 500 };

const cpu = (program: string, title: string): Measure => ({
  title: `Guest CPU: ${title}`,
  measure: `cpu-${program}`,
  unit: "runs/s",
  entries: everyone(BARE),
  rounds: 15,
  quickRounds: 3,
  n: 40,
  quickN: 5,
  target: { against: BARE, atLeast: 0.95 },
});

/** The trail is written and the stored grants and the policy are looked at each time, for what is taken back acts at once. */
const check = (measure: string, what: string): Measure => ({
  title: `Permission check per call in the host: ${what}`,
  measure,
  unit: "ns",
  entries: [{ contender: AI_HUB }, { contender: UNCHECKED, measure: "call-none" }],
  rounds: 15,
  quickRounds: 3,
  n: 5000,
  quickN: 500,
});

/** How many times as fast a plugin is when it is not debugged. */
const debug = (program: string, title: string): Measure => ({
  ...cpu(program, title),
  title: `Debugging: ${title}`,
  entries: everyone(PROBES),
  target: { against: PROBES, atMost: 3 },
});

/** From the first breakpoint on the frames of all calls are kept. */
const armed = (program: string, title: string): Measure => ({
  ...cpu(program, title),
  title: `Debugging with breakpoints: ${title}`,
  entries: [{ contender: AI_HUB }, { contender: ARMED, measure: `armed-${program}` }],
});

/** Through the debug adapter, from `next` to `stopped`. */
const stepping = (measure: string, title: string, target?: Target): Measure => ({
  title: `Debugging: a step, ${title}`,
  measure,
  unit: "ms",
  entries: everyone(),
  rounds: 3,
  quickRounds: 1,
  n: 300,
  quickN: 50,
  ...(target && { target }),
});

/** The JSON servers check the same text by our schema alone. */
const typing = (measure: string, title: string, target?: Target): Measure => ({
  title: `Keystroke to diagnostics, ${title}`,
  measure,
  unit: "ms",
  entries: [...everyone(JSON_SERVER), { contender: JSON_LANGUAGE_SERVER, maxN: 6 }],
  rounds: 3,
  quickRounds: 1,
  n: 40,
  quickN: 6,
  ...(target && { target }),
});

export const PLAN: readonly Measure[] = [
  {
    title: "Plugin start, cold",
    measure: "start-cold",
    unit: "ms",
    entries: everyone(DENO, WORKER, ISOLATE, SEBASTIAN),
    rounds: 30,
    quickRounds: 3,
    n: 1,
    quickN: 1,
    target: { against: DENO, atMost: 1.5 },
  },
  {
    title: "Plugin start, from the warm pool",
    measure: "start-warm",
    unit: "ms",
    entries: [{ contender: AI_HUB }, { contender: DENO, measure: "start-cold" }],
    rounds: 30,
    quickRounds: 3,
    n: 1,
    quickN: 1,
    target: { against: DENO, atMost: 0.25 },
  },
  {
    title: "Host call, there and back",
    measure: "round-trip",
    unit: "µs",
    entries: [...everyone(DENO, WORKER, ISOLATE), SEBASTIAN_CALLS],
    rounds: 15,
    quickRounds: 3,
    n: 2000,
    quickN: 200,
    target: { against: DENO, atMost: 1 },
  },
  {
    title: "Host calls, 64 in flight",
    measure: "calls-64",
    unit: "calls/s",
    entries: [...everyone(DENO, ISOLATE), SEBASTIAN_CALLS],
    rounds: 15,
    quickRounds: 3,
    n: 10_000,
    quickN: 1000,
  },
  check("call-system", "a capability"),
  check("call-net", "a host"),
  check("call-read", "a file, with its real path"),
  {
    title: "Memory of an idle plugin, one of 50",
    measure: "resident",
    unit: "MB",
    entries: everyone(DENO, WORKER, ISOLATE, SEBASTIAN),
    rounds: 3,
    quickRounds: 1,
    n: 50,
    quickN: 50,
    fresh: true,
    target: { atMost: 16 },
  },
  cpu("fib", "recursion"),
  cpu("text", "strings, maps, JSON"),
  cpu("bodies", "floating point"),
  debug("fib", "recursion"),
  debug("text", "strings, maps, JSON"),
  debug("bodies", "floating point"),
  armed("fib", "recursion"),
  armed("text", "strings, maps, JSON"),
  armed("bodies", "floating point"),
  stepping("step-p50", "median"),
  stepping("step-p95", "95 of 100", { atMost: 20 }),
  {
    title: "Host's main thread blocked at most, a plugin computes for 3 s",
    measure: "blocked-spin",
    unit: "ms",
    entries: [{ contender: AI_HUB }, { contender: IDLE, measure: "blocked-idle" }],
    rounds: 3,
    quickRounds: 1,
    n: 3000,
    quickN: 500,
    fresh: true,
    target: { atMost: 50 },
  },
  {
    title: "Host's main thread blocked at most, a plugin floods it with calls for 3 s",
    measure: "blocked-flood",
    unit: "ms",
    entries: [{ contender: AI_HUB }, { contender: IDLE, measure: "blocked-idle" }],
    rounds: 3,
    quickRounds: 1,
    n: 3000,
    quickN: 500,
    fresh: true,
    target: { atMost: 50 },
  },
  typing("lsp-seed-p50", "the specification's manifest: median", { against: JSON_LANGUAGE_SERVER, atMost: 1 }),
  typing("lsp-seed-p95", "the specification's manifest: 95 of 100", { atMost: 30 }),
  typing("lsp-large-p50", "10,000 lines: median", { against: JSON_LANGUAGE_SERVER, atMost: 1 }),
  typing("lsp-large-p95", "10,000 lines: 95 of 100", { atMost: 150 }),
  {
    title: "Memory that the language server gains in 100,000 edits",
    measure: "lsp-memory",
    unit: "MB",
    entries: everyone(),
    rounds: 1,
    quickRounds: 1,
    n: 100_000,
    quickN: 2000,
    target: { atMost: 50 },
  },
];
