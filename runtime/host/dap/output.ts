/** Output events: text made safe to show, with the place in the sources that it came from. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DebugSource, Place } from "../../core/debug/inspector.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import type { DebugContext } from "./context.ts";

type Category = NonNullable<DebugProtocol.OutputEvent["body"]["category"]>;

const MAX_LINE = 20_000;
/** `at total (src/report.ts:12:5)` or `at src/report.ts:12:5`: a path has no round brackets here. */
const FRAME = /^\s*at [^()\n]{0,500}\(?([^():\n]{1,500}):(\d{1,9}):(\d{1,9})\)?$/gm;

/** Tells the person something; a line end is added. Without a `place` the first frame of a stack in the text is taken. */
export function tell(context: DebugContext, category: Category, text: string, place?: Place): void {
  const { send, client, sources } = context;
  const at = place ?? placeIn(context, text);
  const source = at && sources.byName(at.source);
  send("output", {
    category,
    output: `${shown(text)}\n`,
    ...(at && source && { source, line: client.lineOut(at.line), column: client.columnOut(at.column) }),
  });
}

/** Line by line, without anything that could deceive. */
function shown(text: string): string {
  const lines = text.split(/\r?\n/);
  return lines.map((line) => escapeForDisplay(line.replaceAll("\t", "  "), MAX_LINE)).join("\n");
}

/** The innermost frame of the author's own in a stack. */
function placeIn({ inspector }: DebugContext, text: string): Place | undefined {
  const own = new Map(
    inspector.sources().flatMap((one: DebugSource) => (one.foreign ? [] : [[one.path, one] as const])),
  );
  for (const [, name = "", line, column] of text.matchAll(FRAME)) {
    if (own.has(name.trim())) return { source: name.trim(), line: Number(line), column: Number(column) };
  }
  return undefined;
}
