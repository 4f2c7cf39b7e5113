/** Runs the provisioned VS Code server on a free loopback port. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServerOptions {
  /** What `provisionVsCode` returned. */
  readonly vscode: string;
  /** Settings, state and logs. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** Settings of a user, written before the start. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets a page's address name extensions under development and tests; also, toasts are not shown then. */
  readonly tests?: boolean;
  /** Whether VS Code asks for trust in the folder. */
  readonly workspaceTrust?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export interface EditorServer {
  readonly port: number;
  /** The address of the workbench on a folder. It holds a secret: who has it can run programs as you. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** All that the server has said. */
  output(): string;
  /** Resolves when the server has ended, by itself or by `stop`. */
  readonly ended: Promise<void>;
  /** Ends the server and every process that it started. */
  stop(): Promise<void>;
}

/** A hang guard: it takes seconds, unless the machine has much else to do. */
const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 5_000;
const MAX_OUTPUT = 64 * 1024;

/** Rejects with the server's output when it does not start. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const { dataDir, extensionsDir } = options;
  const token = randomBytes(24).toString("hex");
  const tokenFile = join(dataDir, "token");
  const userDir = join(dataDir, "data", "User");
  await mkdir(userDir, { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  await writeFile(tokenFile, token, { mode: 0o600 });
  if (options.settings) await writeFile(join(userDir, "settings.json"), JSON.stringify(options.settings, null, 2));
  const child = spawnServer(options, [
    "--host=127.0.0.1",
    "--port=0",
    `--connection-token-file=${tokenFile}`,
    "--accept-server-license-terms",
    ...(options.tests ? ["--enable-smoke-test-driver"] : []),
    ...(options.workspaceTrust ? [] : ["--disable-workspace-trust"]),
  ]);
  let output = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const kill = () => child.pid !== undefined && signalTree(child.pid, "SIGKILL");
  process.prependOnceListener("exit", kill); // first: others remove the folders that it writes to
  void ended.then(() => process.off("exit", kill));
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The VS Code server did not start (${why})\n${output}`));
    const timer = setTimeout(() => fail(`silent for ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    const onData = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-MAX_OUTPUT);
      const [, found] = /agent listening on (\d+)/.exec(output) ?? [];
      if (found) resolve(Number(found));
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("error", (error) => fail(error.message));
    child.once("close", (code) => fail(`exit code ${code}`));
    void ended.then(() => clearTimeout(timer));
  }).catch(async (error: unknown) => {
    await stopTree(child, ended);
    throw error;
  });
  return {
    port,
    url(folder, payload = []) {
      const query = new URLSearchParams({ tkn: token, folder });
      if (payload.length > 0) query.set("payload", JSON.stringify(payload));
      return `http://localhost:${port}/?${query}`;
    },
    output: () => output,
    ended,
    stop: () => stopTree(child, ended),
  };
}

/** Installs a VSIX as `code --install-extension` does. */
export async function installExtension(options: ServerOptions, vsix: string): Promise<void> {
  const child = spawnServer(options, [`--install-extension=${vsix}`, "--force"]);
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${vsix} could not be installed\n${output}`);
}

function spawnServer(options: ServerOptions, args: readonly string[]): ChildProcess {
  const main = join(options.vscode, "out", "server-main.js");
  const folders = [`--server-data-dir=${options.dataDir}`, `--extensions-dir=${options.extensionsDir}`];
  return spawn(process.execPath, [main, ...folders, "--telemetry-level=off", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32", // a process group of its own, to be ended as one
    env: { ...cleanEnvironment(), ...options.env },
  });
}

/** Without what an editor, npm or a test runner around us has set for its own children. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|MOCHA)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

async function stopTree(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  signalTree(child.pid, "SIGTERM");
  await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  signalTree(child.pid, "SIGKILL"); // what is left of the group
  await ended;
}

function signalTree(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  if (process.platform === "win32") {
    execFile("taskkill", ["/pid", String(pid), "/T", "/F"], () => {});
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
