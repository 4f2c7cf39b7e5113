/** A client of the debug adapter for tests: real sockets, a real plugin host, one folder of its own for each test. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
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
): Promise<DapTest & { close(): Promise<void> }> {
  const ended = Promise.withResolvers<string | undefined>();
  const server: Server = createServer((socket) => {
    socket.setNoDelay(true);
    const all: DebugTargets = {
      launch: (config, inspector) => launchTarget(test.host, config, inspector),
      dispose: async () => {},
      ...targets,
    };
    serveSession(socket, socket, all).then(ended.resolve, ended.reject);
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
    close: async () => {
      await client.stop();
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
