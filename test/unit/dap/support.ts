/** A client of the debug adapter for tests: real sockets, a real plugin host, one folder of its own for each test. */
import assert from "node:assert/strict";
import { createServer, type Server, type Socket } from "node:net";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DebugTargets } from "../../../runtime/host/dap/debug-targets.ts";
import { launchTarget } from "../../../runtime/host/dap/plugin-target.ts";
import { serveSession } from "../../../runtime/host/dap/wire.ts";
import { createTestHost, manifest, type TestHost } from "../../support/host.ts";

export interface DapTest {
  readonly test: TestHost;
  readonly client: DebugClient;
  /** All events so far, in order. */
  readonly events: DebugProtocol.Event[];
  /** The next event that `isMeant`, also one that came already but was not taken. */
  next(event: "stopped"): Promise<DebugProtocol.StoppedEvent>;
  next<E extends DebugProtocol.Event>(event: string, isMeant?: (event: E) => boolean): Promise<E>;
  outputs(): string[];
  /** Why the server ended the connection. */
  readonly ended: Promise<string | undefined>;
}

const EVENTS = [
  "initialized",
  "stopped",
  "continued",
  "exited",
  "terminated",
  "process",
  "output",
  "breakpoint",
  "loadedSource",
  "progressStart",
  "progressEnd",
];

/** Connects one more client to a host. */
export async function connect(
  test: TestHost,
  targets: Partial<DebugTargets> = {},
): Promise<DapTest & { close(): Promise<void>; hangUp(): void; readonly port: number }> {
  const ended = Promise.withResolvers<string | undefined>();
  const sockets = new Set<Socket>();
  let hungUp = false;
  const server: Server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    const all: DebugTargets = {
      launch: (config, inspector) => launchTarget(test.host, config, inspector),
      dispose: async () => {},
      ...targets,
    };
    const isOurs = sockets.size === 1; // a test may bring more of its own
    const served = serveSession(socket, socket, all);
    if (isOurs) served.then(ended.resolve, ended.reject);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert(address && typeof address === "object");
  const client = new DebugClient("node", "unused", "aihub");
  const events: DebugProtocol.Event[] = [];
  const taken = new Set<DebugProtocol.Event>();
  const wakers = new Set<() => void>();
  for (const name of EVENTS) {
    client.on(name, (event: DebugProtocol.Event) => {
      events.push(event);
      for (const wake of [...wakers]) wake();
    });
  }
  await client.start(address.port);
  return {
    test,
    client,
    events,
    ended: ended.promise,
    next: async <E extends DebugProtocol.Event>(name: string, isMeant: (event: E) => boolean = () => true) => {
      for (;;) {
        const found = events.find((event) => event.event === name && !taken.has(event) && isMeant(event as E));
        if (found) {
          taken.add(found);
          return found as E;
        }
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            wakers.delete(wake);
            resolve();
          };
          wakers.add(wake);
        });
      }
    },
    outputs: () =>
      events.flatMap((event) => (event.event === "output" ? [(event as DebugProtocol.OutputEvent).body.output] : [])),
    port: address.port,
    hangUp: () => {
      hungUp = true;
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      // Writing to a connection that has ended would be an error that nobody can catch.
      if (!hungUp) await Promise.race([client.disconnectRequest().catch(() => {}), ended.promise]);
      for (const socket of sockets) socket.destroy();
      await ended.promise;
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs `body` with a host and one client, and leaves nothing behind. */
export async function withClient(
  body: (dap: DapTest) => Promise<void>,
  targets?: Partial<DebugTargets>,
): Promise<void> {
  const test = await createTestHost();
  try {
    const dap = await connect(test, targets);
    try {
      await body(dap);
    } finally {
      await dap.close();
    }
  } finally {
    await test.dispose();
  }
}

export const MAIN = `interface Item { price: number; count: number }
class Cart {
  #items: Item[] = [];
  constructor(readonly owner: string) {}
  add(item: Item): this {
    this.#items.push(item);
    return this;
  }
  get total(): number {
    return this.#items.reduce((sum, { price, count }) => sum + price * count, 0);
  }
}
function half(amount: number): number {
  const result = amount / 2;
  return result;
}
export const commands = {
  async sum(input: { n: number }) {
    const cart = new Cart("Ann");
    let last = 0;
    for (let i = 1; i <= input.n; i++) {
      last = half(i * 10);
      cart.add({ price: last, count: 1 });
    }

    console.log("total", cart.total);
    await Promise.resolve();
    return { total: cart.total };
  },
  fail(input: { code: string }) {
    try {
      throw new RangeError("inner");
    } catch (error) {
      const wrapped = new TypeError("outer " + input.code, { cause: error });
      throw wrapped;
    }
  },
  loop() {
    let turns = 0;
    console.log("looping");
    for (;;) turns++;
  },
};
`;

/** A plugin with the commands of `source`; returns its folder and its main file. */
export async function writePlugin(
  test: TestHost,
  source = MAIN,
  extra: object = {},
): Promise<{ readonly dir: string; readonly main: string }> {
  const names = [...source.matchAll(/^ {2}(?:async )?(\w+)\(/gm)].map(([, name]) => ({ id: name, title: name }));
  const commands = names.filter(({ id }) => id !== "constructor" && id !== "add");
  const dir = await test.write("plugin", {
    "plugin.json": manifest({ build: { entry: "src/main.ts" }, ui: { commands }, ...extra }),
    "src/main.ts": source,
  });
  return { dir, main: `${dir}/src/main.ts` };
}

/** As VS Code does it: initialize, launch beside what `initialized` brings, configurationDone. */
export async function launch(
  { client, next }: DapTest,
  config: object,
  configure: () => Promise<unknown> = async () => {},
): Promise<DebugProtocol.Capabilities | undefined> {
  const { body } = await client.initializeRequest({
    adapterID: "aihub",
    linesStartAt1: true,
    columnsStartAt1: true,
    pathFormat: "path",
    supportsProgressReporting: true,
  });
  const launched = client.launchRequest(config as DebugProtocol.LaunchRequestArguments);
  launched.catch(() => {});
  await next("initialized");
  await configure();
  await client.configurationDoneRequest();
  await launched;
  return body;
}

/** The number of the first line that contains `text`. */
export function lineOf(source: string, text: string): number {
  const at = source.indexOf(text);
  assert(at >= 0, `the source has no ${text}`);
  return source.slice(0, at).split("\n").length;
}

/** The arguments for one breakpoint in `MAIN`, on the first line that contains `text`. */
export const breakpointsOf = (main: string, text: string) => ({
  source: { path: main },
  breakpoints: [{ line: lineOf(MAIN, text) }],
});

export interface Stopped {
  readonly dir: string;
  readonly main: string;
  readonly stop: DebugProtocol.StoppedEvent["body"];
  /** From the innermost out. */
  readonly frames: readonly DebugProtocol.StackFrame[];
  readonly top: number;
}

/** Launches a command and stops it where `text` is first in the source. */
export async function stopAt(
  dap: DapTest,
  text: string,
  config: { entry: string; input?: unknown; source?: string; breakpoint?: Partial<DebugProtocol.SourceBreakpoint> },
): Promise<Stopped> {
  const { source = MAIN, breakpoint, ...rest } = config;
  const { dir, main } = await writePlugin(dap.test, source);
  await launch(dap, { program: dir, ...rest }, () =>
    dap.client.setBreakpointsRequest({
      source: { path: main },
      breakpoints: [{ line: lineOf(source, text), ...breakpoint }],
    }),
  );
  const { body: stop } = await dap.next("stopped");
  return { dir, main, stop, ...(await stackOf(dap)) };
}

export async function stackOf({ client }: DapTest): Promise<Pick<Stopped, "frames" | "top">> {
  const { body } = await client.stackTraceRequest({ threadId: 1 });
  const [first] = body.stackFrames;
  assert(first);
  return { frames: body.stackFrames, top: first.id };
}

/** The variables of a frame's scope by name. */
export async function scopeOf(
  { client }: DapTest,
  frameId: number,
  name: string,
): Promise<{ readonly reference: number; readonly variables: ReadonlyMap<string, DebugProtocol.Variable> }> {
  const { body } = await client.scopesRequest({ frameId });
  const scope = body.scopes.find((one) => one.name === name);
  assert(scope, `no scope ${name} among ${body.scopes.map((one) => one.name)}`);
  const variables = await variablesOf(client, { variablesReference: scope.variablesReference });
  return { reference: scope.variablesReference, variables };
}

export async function variablesOf(
  client: DebugClient,
  args: DebugProtocol.VariablesArguments,
): Promise<ReadonlyMap<string, DebugProtocol.Variable>> {
  const { body } = await client.variablesRequest(args);
  return new Map(body.variables.map((variable) => [variable.name, variable]));
}

/** Waits for what comes about by itself; mocha ends what never does. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The message of the error response to a request. */
export async function refused(request: Promise<unknown>): Promise<string> {
  const error = await request.then(
    () => undefined,
    (reason: Error) => reason,
  );
  assert(error, "the request succeeded");
  return error.message;
}

/** The plugin's end: exit code and the events behind it. */
export async function ending(dap: DapTest): Promise<number> {
  const { body } = await dap.next<DebugProtocol.ExitedEvent>("exited");
  await dap.next("terminated");
  return body.exitCode;
}
