/** A plugin under an inspector, for tests: real worker, real build; every wait ends with an error instead of hanging. */
import type { Frame, InspectorEvents, StepInTarget, Stop, Variable } from "../../../runtime/core/debug/inspector.ts";
import { PluginInspector } from "../../../runtime/host/debug/plugin-inspector.ts";
import type { OpenOptions } from "../../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { createTestHost, type TestHost } from "../../support/host.ts";

const HANG_MS = 200_000;
/** Where time is not the point. Of the five seconds that a start may take, a large plugin needs more on a busy machine. */
const ROOMY = { timeoutMs: 200_000 };

export class Debugged {
  readonly inspector: PluginInspector;
  readonly test: TestHost;
  readonly plugin: PluginInstance;
  readonly file: string;
  readonly output: Parameters<InspectorEvents["output"]>[0][] = [];
  readonly changed: string[] = [];
  readonly #stops: Stop[] = [];
  #wake = Promise.withResolvers<void>();
  end = Promise.withResolvers<string | undefined>();

  /** @param source of `src/main.ts`; @param commands are declared; @param files beside it. */
  static async create(
    source: string,
    options: OpenOptions = {},
    commands = ["go"],
    files: Readonly<Record<string, string>> = {},
  ): Promise<Debugged> {
    const test = await createTestHost();
    const manifest = {
      name: "debugged",
      version: "1.0.0",
      build: { entry: "src/main.ts" },
      permissions: { filesystem: { read: ["./data/*"] } },
      ui: { commands: commands.map((id) => ({ id, title: id })) },
    };
    const dir = await test.write("plugin", {
      "plugin.json": manifest,
      "src/main.ts": source,
      "data/a.txt": "a",
      ...files,
    });
    const inspector = new PluginInspector();
    const plugin = await test.host.openFolder(dir, { limits: ROOMY, ...options, inspector });
    return new Debugged(test, plugin, inspector, `${dir}/src/main.ts`);
  }

  private constructor(test: TestHost, plugin: PluginInstance, inspector: PluginInspector, file: string) {
    this.test = test;
    this.plugin = plugin;
    this.inspector = inspector;
    this.file = file;
    inspector.listen({
      stopped: (stop) => {
        this.#stops.push(stop);
        this.#wake.resolve();
      },
      continued: () => {},
      output: (line) => void this.output.push(line),
      breakpointChanged: ({ id, verified }) => void this.changed.push(`${id} ${verified}`),
      sourceLoaded: () => {},
      ended: (reason) => this.end.resolve(reason),
    });
  }

  /** Breakpoints on lines of the source. */
  async breakAt(
    ...lines: (
      | number
      | { line: number; column?: number; condition?: string; hitCondition?: string; logMessage?: string }
    )[]
  ) {
    const requests = lines.map((line) => (typeof line === "number" ? { line } : line));
    return this.inspector.setBreakpoints(this.file, requests);
  }

  go(input?: unknown): Promise<unknown> {
    const result = this.plugin.invoke("go", input);
    result.catch(() => {});
    return result;
  }

  /** Waits until the plugin is stopped. */
  async stop(): Promise<Stop> {
    // Unref'd: a test may wait for a stop or something else, and the guard must not outlive it.
    const late = setTimeout(() => this.#wake.reject(new Error("The plugin did not stop")), HANG_MS).unref();
    await this.#wake.promise;
    clearTimeout(late);
    const stop = this.#stops.shift();
    if (this.#stops.length === 0) this.#wake = Promise.withResolvers();
    if (!stop) throw new Error("No stop");
    return stop;
  }

  /** Frames as `name:line`, awaiting ones with a star. */
  async stack(): Promise<string[]> {
    const { frames } = await this.inspector.frames();
    return frames.map(({ name, place, async }) => `${name}:${place.line}${async ? "*" : ""}`);
  }

  async frame(at = 0): Promise<Frame> {
    const frame = (await this.inspector.frames()).frames[at];
    if (!frame) throw new Error(`There is no frame ${at}`);
    return frame;
  }

  /** The calls that can be stepped into. */
  async targets(at = 0): Promise<readonly StepInTarget[]> {
    return this.inspector.stepInTargets((await this.frame(at)).id);
  }

  /** @param call its label, and which of those that have it: `b 2` */
  async target(call: string): Promise<StepInTarget> {
    const targets = await this.targets();
    const [, label = call, nth = "1"] = /^(.*?)(?: (\d+))?$/.exec(call) ?? [];
    const target = targets.filter((one) => one.label === label)[Number(nth) - 1];
    if (!target) throw new Error(`${call} is none of ${targets.map((one) => one.label).join(", ")}`);
    return target;
  }

  async stepInto(call: string): Promise<void> {
    await this.inspector.step("in", (await this.target(call)).id);
    await this.stop();
  }

  async step(kind: "in" | "over" | "out"): Promise<string> {
    await this.inspector.step(kind);
    await this.stop();
    return (await this.stack())[0] ?? "";
  }

  /** Variables of a frame by scope, as `name=value`, without the global ones. */
  async variables(at = 0): Promise<Record<string, string[]>> {
    const scopes = (await this.inspector.scopes((await this.frame(at)).id)).filter(({ name }) => name !== "Global");
    const found: Record<string, string[]> = {};
    for (const { name, reference } of scopes) {
      const variables = await this.inspector.variables(reference);
      found[name] = [...(found[name] ?? []), ...variables.map((one) => `${one.name}=${one.value}`)];
    }
    return found;
  }

  async evaluate(
    expression: string,
    at = 0,
    context: "repl" | "hover" | "watch" | "clipboard" = "repl",
  ): Promise<string> {
    return (await this.value(expression, at, context)).value;
  }

  async value(
    expression: string,
    at = 0,
    context: "repl" | "hover" | "watch" | "clipboard" = "repl",
  ): Promise<Variable> {
    return this.inspector.evaluate(expression, { frame: (await this.frame(at)).id, context });
  }

  async inside(expression: string): Promise<string[]> {
    const { reference } = await this.value(expression);
    return (await this.inspector.variables(reference)).map(({ name, value }) => `${name}=${value}`);
  }

  async dispose(): Promise<void> {
    await this.test.dispose();
  }
}

/** Adds up to a number, in a loop on lines 4 to 6. */
export const LOOP = `export const commands = {
  async go(n: number) {
    let total = 0;
    for (let i = 1; i <= n; i++) {
      total += i;
    }
    return total;
  },
};
`;

/** Runs `run` with a plugin that has not started yet, and ends the plugin. */
export async function withPlugin(source: string, run: (debugged: Debugged) => Promise<void>): Promise<void> {
  const debugged = await Debugged.create(source);
  try {
    await run(debugged);
  } finally {
    await debugged.dispose();
  }
}
