/** `aihub run`: starts a plugin folder or a bare file, calls an entry, prints what came of it. */
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type ParseError, parse } from "jsonc-parser";
import { AiHubError } from "../../runtime/core/errors.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { Audit, Prompter } from "../../runtime/core/ports.ts";
import { createBuilder } from "../../runtime/host/build/build.ts";
import { AuditLog } from "../../runtime/host/permissions/audit-log.ts";
import { PluginHost } from "../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";
import { FileConfigStore } from "./config-store.ts";
import { describeError, EXIT, exitCodeOf, UsageError } from "./errors.ts";
import type { RunFlags } from "./flags.ts";
import { aihubHome } from "./home.ts";
import { onInterrupt } from "./interrupt.ts";
import { createPrompter } from "./prompter.ts";
import { NO_USAGE, type Outcome, printReport, printValue } from "./report.ts";
import { Terminal } from "./terminal.ts";
import { TerminalLog, TerminalUi } from "./terminal-ui.ts";

const BARE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** @returns the exit code. */
export async function runCommand(target: string, entry: string | undefined, flags: RunFlags): Promise<number> {
  const terminal = new Terminal();
  const log = new TerminalLog(terminal, flags.json);
  const interrupt = onInterrupt();
  const outcome = await run(target, entry, flags, terminal, log, interrupt.signal).catch((error: unknown) => {
    return { error, usage: NO_USAGE };
  });
  terminal.progress("");
  interrupt.dispose();
  if (flags.json) printReport(outcome, log.lines);
  else if (!("error" in outcome) && outcome.value !== undefined) printValue(outcome.value);
  if (!("error" in outcome)) return EXIT.done;
  terminal.line(interrupt.signal.aborted ? "Stopped" : describeError(outcome.error, terminal.colors));
  return interrupt.exitCode() ?? exitCodeOf(outcome.error);
}

/**
 * Runs the plugin to its end.
 *
 * @param trace is told of every decision and answers every question, and everything counts as declared
 * @throws what kept it from starting
 */
export async function run(
  target: string,
  entry: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
  log: TerminalLog,
  signal: AbortSignal,
  trace?: Audit & Prompter,
): Promise<Outcome> {
  const input = parseInput(flags.input, entry);
  const { dir, file } = await locate(target, entry);
  const workspace = await workspaceFolder(flags.workspace);
  const home = aihubHome();
  const audit = flags.audit === undefined ? undefined : new AuditLog(flags.audit, { maxBytes: Infinity });
  audit?.open();
  const host = await PluginHost.create({
    home,
    prompter: trace ?? createPrompter(terminal, flags.prompt),
    ui: new TerminalUi(terminal),
    log,
    config: new FileConfigStore(home, dir),
    workspace: { folders: () => [workspace] },
    ...(trace ? { audit: trace } : audit ? { audit } : {}),
    auditStacks: () => flags.auditStacks === true,
    onViolation: ({ kind, value }) => {
      terminal.line(`Security: the plugin tried to get out of its bounds (${kind} ${escapeForDisplay(value, 300)})`);
    },
    builder: createBuilder(() => import("esbuild"), {
      sdkEntry: fileURLToPath(new URL("../guest/index.ts", import.meta.url)),
    }),
  });
  try {
    const options = {
      rules: { allow: flags.allow, deny: flags.deny },
      declareAll: trace !== undefined,
      limits: {
        ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
        ...(flags.memory === undefined ? {} : { memoryMB: flags.memory }),
      },
    };
    const instance = await (file === undefined ? host.openFolder(dir, options) : host.openFile(file, options));
    return await settle(instance, entry, input, signal);
  } finally {
    await host.dispose();
    audit?.dispose();
  }
}

/** Runs to the end or to the interruption; either way the plugin is stopped afterwards. */
async function settle(
  instance: PluginInstance,
  entry: string | undefined,
  input: unknown,
  signal: AbortSignal,
): Promise<Outcome> {
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= instance.stop();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) throw new AiHubError("ERR_CANCELLED", "Interrupted");
    await instance.start();
    const value = entry === undefined ? instance.activated : await instance.invoke(entry, input);
    await (stopping ?? instance.stop());
    return { value, usage: instance.usage() };
  } catch (error) {
    await (stopping ?? instance.stop());
    return { error, usage: instance.usage() };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function parseInput(text: string | undefined, entry: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (entry === undefined) throw new UsageError("--input needs the name of the command or endpoint to call");
  try {
    return JSON.parse(text);
  } catch (error) {
    const problems: ParseError[] = []; // V8 does not always say where
    parse(text, problems, { disallowComments: true });
    const before = text.slice(0, problems[0]?.offset ?? text.length).split("\n");
    const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
    throw new UsageError(`--input is not JSON at ${place}: ${error instanceof Error ? error.message : error}`);
  }
}

async function locate(target: string, entry: string | undefined): Promise<{ dir: string; file?: string }> {
  const real = await realpath(target).catch(() => undefined);
  if (real === undefined) throw new AiHubError("ERR_NOT_FOUND", `No such file or folder: ${target}`);
  if ((await stat(real)).isDirectory()) return { dir: real };
  if (!BARE_FILE.test(real)) {
    throw new UsageError(`'${target}' is neither a plugin folder nor a JavaScript or TypeScript file`);
  }
  if (entry !== undefined) throw new UsageError(`A bare file has no entries to call: '${entry}'`);
  return { dir: path.dirname(real), file: real };
}

async function workspaceFolder(dir: string | undefined): Promise<string> {
  const real = await realpath(dir ?? process.cwd()).catch(() => undefined);
  if (real === undefined || !(await stat(real)).isDirectory()) {
    throw new AiHubError("ERR_NOT_FOUND", `No such workspace folder: ${dir}`);
  }
  return real;
}
