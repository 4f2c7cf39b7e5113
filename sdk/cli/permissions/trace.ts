/** `aihub permissions trace`: runs a plugin and says what its manifest has to declare for that. */
import { readFile, realpath } from "node:fs/promises";
import process from "node:process";
import { parse } from "jsonc-parser";
import writeFileAtomic from "write-file-atomic";
import type { PathRoots } from "../../../runtime/core/permissions/decide.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { byKind } from "../../../runtime/core/permissions/kinds.ts";
import { scopeForPath } from "../../../runtime/core/permissions/path-scope.ts";
import type { PermissionSet } from "../../../runtime/core/permissions/permission-set.ts";
import type {
  Audit,
  AuditEntry,
  PermissionKind,
  PromptAnswer,
  Prompter,
  PromptRequest,
} from "../../../runtime/core/ports.ts";
import { describeError, EXIT, exitCodeOf } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { canAsk } from "../keys.ts";
import { NO_USAGE, printValue } from "../report.ts";
import { run } from "../run.ts";
import { Terminal } from "../terminal.ts";
import { TerminalLog } from "../terminal-ui.ts";
import { declareExactly } from "./manifest-edit.ts";
import { type DeclaringPlugin, declaringPlugin } from "./plugin.ts";

export interface TraceFlags {
  readonly allowAll?: boolean;
  readonly apply?: boolean;
  readonly input?: string;
  readonly workspace?: string;
}

/**
 * Runs the plugin with everything taken for declared. With `-A`, or when the person at the terminal agrees before the
 * run, everything is permitted too; else nothing is, and what was asked for up to its end is recorded all the same.
 *
 * @returns the exit code of the run
 */
export async function traceCommand(target: string, entry: string | undefined, flags: TraceFlags): Promise<number> {
  const terminal = new Terminal();
  const plugin = await declaringPlugin(target, flags.workspace ?? process.cwd());
  const interrupt = onInterrupt();
  const recorder = new Recorder(terminal);
  const permitted = flags.allowAll === true || (await agrees(plugin, terminal, interrupt.signal));
  if (!permitted && canAsk(terminal)) {
    interrupt.dispose();
    terminal.line("Nothing was run");
    return interrupt.exitCode() ?? EXIT.permissionDenied;
  }
  const every = byKind(() => "all" as const);
  const runFlags = { ...flags, allow: permitted ? every : {}, deny: {}, prompt: false, json: false };
  const log = new TerminalLog(terminal, false);
  const outcome = await run(await realpath(target), entry, runFlags, terminal, log, interrupt.signal, recorder).catch(
    (error: unknown) => ({ error, usage: NO_USAGE }),
  );
  interrupt.dispose();

  const needed = recorder.needed(plugin);
  const text = declareExactly(await readFile(plugin.file, "utf8"), needed);
  if (flags.apply) {
    await writeFileAtomic(plugin.file, text);
    terminal.line(`Wrote the permissions into ${escapeForDisplay(plugin.file)}`);
  } else {
    printValue(parse(text));
  }
  if (!("error" in outcome)) return EXIT.done;
  if (!permitted) {
    const why = "there is no terminal to ask on";
    terminal.line(`Nothing was permitted (${why}), so there may be more that it needs; -A permits everything`);
  }
  terminal.line(describeError(outcome.error, terminal.colors));
  return interrupt.exitCode() ?? exitCodeOf(outcome.error);
}

/** Asks once, before the run: afterwards it would be too late to say no. */
async function agrees({ manifest }: DeclaringPlugin, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  if (!canAsk(terminal)) return false;
  const { agree } = await import("../choices.ts");
  const name = escapeForDisplay(manifest.name, 100);
  return agree(`Let ${name} do everything on this computer, declared or not, for this one run?`, signal);
}

class Recorder implements Audit, Prompter {
  readonly silent = true;
  readonly #entries = new Map<string, AuditEntry>();
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  async ask({ kind, value }: PromptRequest): Promise<PromptAnswer> {
    this.#terminal.line(`Recorded, and not permitted: ${kind} ${value}`);
    return "deny";
  }

  record(entry: AuditEntry): void {
    this.#entries.set(JSON.stringify([entry.kind, entry.value, entry.protocol]), entry);
  }

  /** One exact scope for each value, sorted. What no permission can reach is left out. */
  needed({ roots, manifest }: DeclaringPlugin): PermissionSet {
    const entriesOf = (kind: PermissionKind) =>
      [...this.#entries.values()].filter((entry) => entry.kind === kind && entry.violation !== true);
    // A plugin that asks for a host by itself does not say the protocol: what was declared stays then.
    const declared = manifest.permissions?.network?.protocols ?? ["https"];
    const protocols = entriesOf("net").flatMap(({ protocol }) => (protocol === undefined ? declared : [protocol]));
    return {
      ...byKind((kind) => sorted(entriesOf(kind).map((entry) => scopeOf(entry, roots)))),
      protocols: sorted(protocols),
    };
  }
}

/** The exact scope that permits a value; addresses are recorded with their host behind them, models with tokens. */
function scopeOf({ kind, value }: AuditEntry, roots: PathRoots): string {
  switch (kind) {
    case "read":
    case "write":
      return scopeForPath(value, roots, kind);
    case "net":
      return value.replace(/ \(.*\)$/, "");
    case "ai":
      return value.replace(/ \(\d+ tokens\)$/, "");
    case "memory":
    case "system":
      return value;
  }
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
