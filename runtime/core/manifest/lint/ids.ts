/** Commands, panels, endpoints and events: declared against used. */
import { escapeForDisplay } from "../../permissions/escape.ts";
import type { Code } from "../codes.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { JsonValue } from "../edit.ts";
import { pluginId } from "../plugin-id.ts";
import type { Advice, AdviceContext, Located } from "../rule.ts";
import type { SourceUse, UseKind } from "../sources/source-use.ts";
import { titleOf } from "../title.ts";
import { anchor } from "./anchor.ts";
import { areKnown, byValue, inWords, placesOf, plain, usesOf } from "./running.ts";

interface Contribution {
  readonly name: "command" | "panel" | "endpoint" | "event";
  /** Uses that need a declaration. */
  readonly kinds: readonly UseKind[];
  /** Uses without which a declaration is idle. */
  readonly fulfilledBy: readonly UseKind[];
  readonly ids: string;
  readonly list: string;
  readonly pattern: RegExp;
  make(id: string): JsonValue;
  readonly idle: string;
}

/** More of one kind are not looked at. */
const MAX_UNDECLARED = 50;
const MAX_IDLE = 500;

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const CONTRIBUTIONS: readonly Contribution[] = [
  {
    name: "command",
    kinds: ["command"],
    fulfilledBy: ["command"],
    ids: "/ui/commands/*/id",
    list: "/ui/commands",
    pattern: ID,
    make: (id) => ({ id, title: titleOf(id) || id }),
    idle: "No source registers a handler for this command",
  },
  {
    name: "panel",
    kinds: ["panel"],
    fulfilledBy: ["panel"],
    ids: "/ui/panels/*/id",
    list: "/ui/panels",
    pattern: ID,
    make: (id) => ({ id, title: titleOf(id) || id }),
    idle: "No source fills this panel or exchanges messages with it",
  },
  {
    name: "endpoint",
    kinds: ["endpoint"],
    fulfilledBy: ["endpoint"],
    ids: "/api/endpoints/*/path",
    list: "/api/endpoints",
    pattern: /^\/[A-Za-z0-9._~/-]{0,199}$/,
    make: (path) => ({ path, method: "POST" }),
    idle: "No source handles this endpoint",
  },
  {
    name: "event",
    kinds: ["emit", "listen"],
    fulfilledBy: ["emit"],
    ids: "/api/events/*",
    list: "/api/events",
    pattern: ID,
    make: (id) => id,
    idle: "No source sends this event",
  },
];

export const idAdvice: readonly Advice[] = CONTRIBUTIONS.flatMap((what) => [
  {
    code: `source/undeclared-${what.name}` satisfies Code,
    check(context) {
      for (const { id, uses, meant } of undeclared(context, what)) reportUndeclared(context, what, id, uses, meant);
    },
  },
  {
    code: `source/unused-${what.name}` satisfies Code,
    check(context) {
      const uses = usesOf(context, what.fulfilledBy);
      if (!uses || !areKnown(uses)) return;
      const used = new Set(uses.map(({ value }) => value));
      const renamed = new Set(undeclared(context, what).map(({ meant }) => meant?.pointer));
      for (const { pointer, value } of context.strings(what.ids).slice(0, MAX_IDLE)) {
        if (used.has(value) || used.has(qualified(context, value)) || renamed.has(pointer)) continue;
        const whole = what.ids.endsWith("/*") ? pointer : pointer.replace(/\/[^/]*$/, "");
        const fix = context.edit.remove(whole, `Remove the ${what.name}`);
        context.report(pointer, what.idle, { fix, tags: ["unnecessary"] });
      }
    },
  },
]);

/** Ids that are used and not declared, each with the idle declaration that it was probably meant to be. */
function undeclared(
  context: AdviceContext,
  what: Contribution,
): { id: string; uses: readonly SourceUse[]; meant: Located<string> | undefined }[] {
  const uses = usesOf(context, what.kinds)?.filter((use) => isOwn(context, use));
  if (!uses) return [];
  const declared = context.strings(what.ids);
  const names = new Set(declared.map(({ value }) => value));
  const own = qualified(context, "");
  const groups = byValue(uses, ({ value }) => (value?.startsWith(own) ? value.slice(own.length) : value));
  const idle = declared.filter(({ value }) => !groups.has(value));
  const found = [...groups].filter(([id]) => !names.has(id) && what.pattern.test(id)).slice(0, MAX_UNDECLARED);
  return found.map(([id, where]) => {
    const near = didYouMean(
      id,
      idle.map(({ value }) => value),
    );
    return { id, uses: where, meant: idle.find(({ value }) => value === near) };
  });
}

function reportUndeclared(
  context: AdviceContext,
  { name, list, make }: Contribution,
  id: string,
  uses: readonly SourceUse[],
  meant: Located<string> | undefined,
): void {
  const [first] = uses;
  if (!first) return;
  const related = placesOf(uses);
  const shown = escapeForDisplay(JSON.stringify(id), 120);
  const isExport = first.call === "commands" || first.call === "endpoints";
  const where = isExport ? `exported at ${escapeForDisplay(first.path, 120)}:${first.line}` : inWords(first);
  if (meant) {
    const message = `The source has the ${name} ${shown} instead: ${where}`;
    context.report(meant.pointer, message, { replacement: id, related });
    return;
  }
  const at = anchor(context, list);
  const fix = context.edit.add(list, "-", make(id), `Declare the ${name} ${shown}`);
  context.report(at, `The ${name} ${shown} is not declared: ${where}`, { onKey: true, fix, related });
}

/** Handlers that a module exports count in the entry only; events of other plugins have their id in front. */
function isOwn(context: AdviceContext, { call, path, kind, value }: SourceUse): boolean {
  if (call === "commands" || call === "endpoints") {
    const entry = context.strings("/build/entry")[0]?.value;
    return entry === undefined ? /(?:^|\/)(?:main|index)\.[cm]?[jt]sx?$/.test(path) : plain(entry) === path;
  }
  const isEvent = kind === "emit" || kind === "listen";
  return !isEvent || value === undefined || !value.includes("/") || value.startsWith(qualified(context, ""));
}

/** An event's name with the plugin's id in front. */
function qualified({ strings }: AdviceContext, name: string): string {
  const id = strings("/id")[0]?.value ?? pluginId(strings("/name")[0]?.value ?? "");
  return `${id}/${name}`;
}
