/** `aihub permissions check`: answers what the manifest alone would permit, one JSON line for each that comes in. */
import process from "node:process";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { decide, type PathRoots, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { isKind } from "../../../runtime/core/permissions/kinds.ts";
import { declared } from "../../../runtime/core/permissions/permission-set.ts";
import { findOnce } from "../../../runtime/host/permissions/path-guard.ts";
import type { GuardedRoots, Reserved } from "../../../runtime/host/permissions/reserved-places.ts";
import { resolveQuery } from "../../../runtime/host/permissions/resolve-query.ts";
import { EXIT } from "../errors.ts";
import { safeJson } from "../report.ts";
import { type Line, readLines } from "./lines.ts";
import { type DeclaringPlugin, declaringPlugin } from "./plugin.ts";

export interface Answer {
  /** As asked; null where the line had none. */
  readonly kind: string | null;
  readonly value: string | null;
  readonly state: "granted" | "prompt" | "denied" | "error";
  /** The scope that decided; "" when none did. */
  readonly rule: string;
  readonly reason: string;
}

/** Bytes of one line. The longest path a host call takes has 4096 characters. */
const MAX_LINE = 64 * 1024;
/** Lines that are resolved at once: paths wait for the disk. */
const BATCH = 64;

/**
 * Reads `{kind, value}` lines on stdin to their end, and answers each as it comes, in order.
 *
 * @throws AiHubError ERR_NOT_FOUND, ERR_IO or ERR_MANIFEST: then nothing is answered
 */
export async function checkCommand(target: string, workspace: string | undefined): Promise<number> {
  const plugin = await declaringPlugin(target, workspace);
  for await (const lines of readLines(process.stdin, MAX_LINE)) {
    const answer = checker(plugin);
    for (let at = 0; at < lines.length; at += BATCH) {
      const answers = await Promise.all(lines.slice(at, at + BATCH).map(answer));
      await write(answers.map((one) => `${safeJson(one)}\n`).join(""));
    }
  }
  return EXIT.done;
}

/**
 * Answers lines that came together, as if all that the manifest declares had been granted. Folders on
 * the way, and where AI Hub's own files lie, are looked up once for them: nothing is permitted by an answer, so it need not be newer. Never rejects.
 */
function checker(plugin: DeclaringPlugin): (line: Line) => Promise<Answer> {
  let seen: Reserved | undefined;
  const reserved = { now: (roots: PathRoots) => (seen ??= plugin.roots.reserved.now(roots)) };
  const roots: GuardedRoots = { ...plugin.roots, reserved };
  const find = findOnce();
  const all = declared(plugin.manifest);
  const rules: Rules = { declared: all, allow: all, deny: {} };
  return async (line) => {
    const { kind, value, problem } = readQuestion(line);
    const asked = { kind, value };
    if (problem !== undefined || value === null || !isKind(kind)) {
      return { ...asked, state: "error", rule: "", reason: problem ?? "" };
    }
    try {
      const { state, scope, reason, hint } = decide(rules, await resolveQuery(kind, value, roots, find), roots);
      return { ...asked, state, rule: scope, reason: hint === "" ? reason : `${reason} (${hint})` };
    } catch (error) {
      const denied = error instanceof AiHubError && error.code === "ERR_PERMISSION_DENIED";
      const message = escapeForDisplay(error instanceof Error ? error.message : String(error));
      const reason = denied && error.hint !== undefined ? `${message} (${error.hint})` : message;
      return { ...asked, state: denied ? "denied" : "error", rule: "", reason };
    }
  };
}

interface Question extends Pick<Answer, "kind" | "value"> {
  /** Why it cannot be answered. */
  readonly problem?: string;
}

function readQuestion(line: Line): Question {
  const nothing = { kind: null, value: null };
  if (line === undefined) return { ...nothing, problem: `A line is UTF-8 of at most ${MAX_LINE} bytes` };
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { ...nothing, problem: "This line is not JSON" };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return { ...nothing, problem: "A line is an object with kind and value" };
  }
  const { kind, value } = parsed as { kind?: unknown; value?: unknown };
  const asked = { kind: typeof kind === "string" ? kind : null, value: typeof value === "string" ? value : null };
  if (!isKind(asked.kind)) return { ...asked, problem: "kind is one of read, write, net, memory, ai and system" };
  if (asked.value === null) return { ...asked, problem: "value is a string" };
  return asked;
}

/** Waits while the reader is slower; a reader that is gone is waited for no longer. */
async function write(text: string): Promise<void> {
  if (process.stdout.write(text) || process.stdout.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const event of EVENTS) process.stdout.off(event, done);
      resolve();
    };
    for (const event of EVENTS) process.stdout.on(event, done);
  });
}

const EVENTS = ["drain", "error", "close"] as const;
