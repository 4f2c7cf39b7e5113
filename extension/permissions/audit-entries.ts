/** The audit trail as a person reads it: newest first, and filtered. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { isKind } from "../../runtime/core/permissions/kinds.ts";
import type { PermissionKind } from "../../runtime/core/ports.ts";

/** One line of `audit.jsonl`; its texts are escaped for display already, but not inert. */
export interface AuditLine {
  readonly time: string;
  readonly plugin: string;
  readonly kind: PermissionKind;
  readonly value: string;
  readonly decision: "granted" | "denied";
  readonly rule: string;
  readonly answer?: string;
  readonly violation: boolean;
  /** Where in its code the plugin was, innermost first; empty where that was not recorded. */
  readonly stack: readonly string[];
}

export interface AuditTrailText {
  readonly entries: readonly AuditLine[];
  /** Lines that are none of ours. */
  readonly unreadable: number;
  /** There are older lines. */
  readonly isCut: boolean;
}

/** The file that is written, and those set aside when it was full, newest first. */
const FILES = ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"];
/** A little more than a file may have. */
const MAX_BYTES = 6 * 1024 * 1024;
const FIELDS = ["plugin", "kind", "decision", "answer", "rule", "value"] as const;

/**
 * Reads the newest entries.
 *
 * @throws the error of the system for a file that is there and cannot be read
 */
export async function readAudit(home: string, max: number): Promise<AuditTrailText> {
  const entries: AuditLine[] = [];
  let unreadable = 0;
  for (const name of FILES) {
    const text = await readEnd(join(home, name));
    for (const line of text.split("\n").reverse()) {
      if (line === "") continue;
      if (entries.length >= max) return { entries, unreadable, isCut: true };
      const entry = parseLine(line);
      if (entry) entries.push(entry);
      else unreadable++;
    }
  }
  return { entries, unreadable, isCut: false };
}

/** One line; undefined for what no version of ours wrote. */
export function parseLine(line: string): AuditLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const kind = isKind(fields.kind) ? fields.kind : undefined;
  const decision = fields.decision === "granted" || fields.decision === "denied" ? fields.decision : undefined;
  const { time, plugin, value: what, rule, answer } = fields;
  if (!kind || !decision || typeof time !== "string" || typeof plugin !== "string") return undefined;
  if (typeof what !== "string" || typeof rule !== "string") return undefined;
  const stack = Array.isArray(fields.stack) ? fields.stack.filter((frame) => typeof frame === "string") : [];
  const answered = typeof answer === "string" ? { answer } : {};
  return { time, plugin, kind, value: what, decision, rule, ...answered, violation: fields.violation === true, stack };
}

/**
 * The entries that have every word of the query, in whatever case. `plugin:`, `kind:`, `decision:`, `answer:`, `rule:`,
 * `value:` and `stack:` before a word look in that field alone, `is:violation` for attempts to get out of bounds.
 */
export function filterAudit(entries: readonly AuditLine[], query: string): AuditLine[] {
  const tests = query.toLowerCase().split(/\s+/).filter(Boolean).map(testOf);
  return entries.filter((entry) => tests.every((test) => test(entry)));
}

function testOf(word: string): (entry: AuditLine) => boolean {
  if (word === "is:violation") return ({ violation }) => violation;
  const [, name, part = ""] = /^(\w+):(.*)$/.exec(word) ?? [];
  const field = FIELDS.find((known) => known === name);
  if (name === "stack") return ({ stack }) => stack.some((frame) => frame.toLowerCase().includes(part));
  const has = (entry: AuditLine, one: (typeof FIELDS)[number], text: string) =>
    entry[one]?.toLowerCase().includes(text) === true;
  if (field) return (entry) => has(entry, field, part);
  return (entry) => FIELDS.some((one) => has(entry, one, word));
}

async function readEnd(file: string): Promise<string> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!handle) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, MAX_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString("utf8", 0, bytesRead);
    return size > length ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    await handle.close();
  }
}
