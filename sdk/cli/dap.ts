/** `aihub dap`: the debug adapter, for any editor. */
import { createServer } from "node:net";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { createBuilder } from "../../runtime/host/build/build.ts";
import type { DebugConsole, DebugTarget, DebugTargets } from "../../runtime/host/dap/debug-targets.ts";
import type { LaunchConfig } from "../../runtime/host/dap/launch-config.ts";
import { LaunchPrompter } from "../../runtime/host/dap/launch-prompter.ts";
import { launchTarget } from "../../runtime/host/dap/plugin-target.ts";
import { serveSession } from "../../runtime/host/dap/wire.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";
import { PluginHost } from "../../runtime/host/plugin-host.ts";
import { FileConfigStore } from "./config-store.ts";
import { aihubHome } from "./home.ts";
import { onInterrupt } from "./interrupt.ts";
import { Terminal } from "./terminal.ts";
import { TerminalLog, TerminalUi } from "./terminal-ui.ts";

const LOOPBACK = "127.0.0.1";

/**
 * Serves debug sessions: one on stdin and stdout, or with a port one for each connection to it, until it is interrupted.
 *
 * @param port 0 takes any; the one taken is printed
 * @returns the exit code
 */
export async function dapCommand(port: number | undefined): Promise<number> {
  const interrupt = onInterrupt();
  try {
    if (port === undefined) {
      const reason = await serveSession(process.stdin, process.stdout, new TerminalTargets());
      process.stdin.destroy(); // else a client that keeps it open keeps us
      if (reason === undefined) return 0;
      new Terminal().line(reason);
      return 1;
    }
    await servePort(port, interrupt.signal);
    return interrupt.exitCode() ?? 0;
  } finally {
    interrupt.dispose();
  }
}

function servePort(port: number, signal: AbortSignal): Promise<void> {
  const sessions = new Set<Promise<unknown>>();
  const server = createServer((socket) => {
    socket.setNoDelay(true); // a step is two small messages
    const session = serveSession(socket, socket, new TerminalTargets()).finally(() => {
      socket.destroy();
      sessions.delete(session);
    });
    sessions.add(session);
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const taken = typeof address === "object" && address ? address.port : port;
      process.stdout.write(`Debug adapter listening on ${LOOPBACK}:${taken}\n`);
    });
    signal.addEventListener("abort", () => server.close(() => resolve(Promise.all(sessions).then(() => {}))), {
      once: true,
    });
  });
}

/** Plugins of one session, with a host of its own. What is not granted is denied: nobody can be asked here. */
class TerminalTargets implements DebugTargets {
  #host: PluginHost | undefined;

  async launch(config: LaunchConfig, inspector: PluginInspector, console: DebugConsole): Promise<DebugTarget> {
    const workspace = path.resolve(config.workspace ?? process.cwd());
    const program = path.resolve(workspace, config.program);
    const home = aihubHome();
    const terminal = new Terminal({ write: (text) => console("important", text.trimEnd()) });
    await this.dispose();
    this.#host = await PluginHost.create({
      home,
      builder: createBuilder(() => import("esbuild"), {
        sdkEntry: fileURLToPath(new URL("../guest/index.ts", import.meta.url)),
      }),
      prompter: new LaunchPrompter(console),
      ui: new TerminalUi(terminal),
      // Under the debugger the plugin's log has its place in the sources, and comes from there.
      log: config.noDebug
        ? { write: (_, level, text) => console(categoryOf(level), text) }
        : new TerminalLog(new Terminal(), false),
      config: new FileConfigStore(home, program),
      workspace: { folders: () => [workspace] },
    });
    return launchTarget(this.#host, { ...config, program }, inspector);
  }

  async dispose(): Promise<void> {
    await this.#host?.dispose();
    this.#host = undefined;
  }
}

function categoryOf(level: string): "stdout" | "stderr" {
  return level === "error" || level === "warn" ? "stderr" : "stdout";
}
