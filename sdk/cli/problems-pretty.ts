/** Problems for people: each with its line of the file and a caret below it. */
import { relative } from "node:path";
import process from "node:process";
import picocolors from "picocolors";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { Problem, Severity } from "../../runtime/core/result.ts";
import type { LoadedManifest } from "../../runtime/host/manifest-file.ts";
import type { Colors } from "./terminal.ts";

/** What of a long line is shown: so much before the problem, and so much in all. */
const BEFORE = 60;
const WIDTH = 110;
/** Places in sources that are shown with one problem. */
const MAX_PLACES = 3;

export function formatPretty({ file, text, problems }: LoadedManifest, colored: boolean): string {
  const colors = picocolors.createColors(colored);
  const path = relative(process.cwd(), file);
  const name = escapeForDisplay(path.startsWith("..") ? file : path);
  if (problems.length === 0) return `${colors.green("✔")} ${name} is valid`;
  const lines = text.split(/\r\n|\n|\r/);
  const blocks = problems.map((problem) => formatProblem(problem, name, lines[problem.line - 1] ?? "", colors));
  return [...blocks, summary(problems)].join("\n\n");
}

function formatProblem(problem: Problem, name: string, source: string, colors: Colors): string {
  const { line, column, severity, message, code, fix, related = [] } = problem;
  const paint = painter(severity, colors);
  const head = `${name}:${line}:${column} ${paint(severity)} ${escapeForDisplay(message)} ${colors.dim(code)}`;
  const gutter = String(line);
  const blank = " ".repeat(gutter.length);
  const { shown, indent, length } = excerpt(problem, source);
  const quoted = [
    `${colors.dim(`${gutter} │`)} ${shown}`,
    `${colors.dim(`${blank} │`)} ${" ".repeat(indent)}${paint("^".repeat(length))}`,
  ];
  const help =
    fix === undefined ? [] : [`${colors.dim(`${blank} └`)} ${colors.cyan("fix:")} ${escapeForDisplay(fix.title)}`];
  const places = related
    .slice(0, MAX_PLACES)
    .map((place) => `${colors.dim(`${blank} └`)} ${escapeForDisplay(place.path)}:${place.line}:${place.column}`);
  return [head, ...quoted, ...help, ...places].join("\n");
}

/** The part of the line around the problem, escaped, and where the caret goes below it. */
function excerpt(problem: Problem, source: string): { shown: string; indent: number; length: number } {
  const start = problem.column - 1;
  const end = problem.endLine === problem.line ? Math.max(problem.endColumn - 1, start + 1) : source.length;
  const from = start > BEFORE && source.length > WIDTH ? start - BEFORE : 0;
  const before = printable(source.slice(from, start));
  const marked = printable(source.slice(start, Math.min(end, from + WIDTH)));
  const after = printable(source.slice(Math.min(end, from + WIDTH), from + WIDTH));
  return { shown: `${before}${marked}${after}`, indent: before.length, length: Math.max(1, marked.length) };
}

function printable(text: string): string {
  return escapeForDisplay(text.replaceAll("\t", "  "), WIDTH * 10);
}

function painter(severity: Severity, colors: Colors): Colors["red"] {
  return { error: colors.red, warning: colors.yellow, info: colors.blue, hint: colors.dim }[severity];
}

function summary(problems: readonly Problem[]): string {
  const counts = (["error", "warning", "info", "hint"] as const).flatMap((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`];
  });
  return counts.join(", ");
}
