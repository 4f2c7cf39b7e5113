/** The words in which a person manages permissions. Every text of a plugin in them is escaped and inert. */
import { NOT_AVAILABLE } from "../../runtime/core/permissions/capabilities.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { ReviewItem } from "../../runtime/core/permissions/review.ts";
import type { PermissionKind } from "../../runtime/core/ports.ts";
import type { PermissionEntry } from "../../runtime/host/permissions/plugin-permissions.ts";
import { inert } from "../display.ts";

export type Change = "allow" | "deny" | "forget";

export const KIND_WORDS: Readonly<Record<PermissionKind, string>> = {
  read: "Read files",
  write: "Write files",
  net: "Network",
  memory: "Memory",
  ai: "AI models",
  system: "System",
};

const ICONS = { granted: "$(pass)", denied: "$(circle-slash)", prompt: "$(question)", partial: "$(info)" } as const;
const MAX_SCOPE = 200;

/** What broad scopes come to. */
export function riskText(kind: PermissionKind): string {
  const files = kind === "read" || kind === "write";
  return files ? "broad: beyond the plugin and the workspace" : "broad: more than one owner's";
}

export function stateText({ state, by }: Pick<PermissionEntry, "state" | "by">): string {
  if (state === "prompt") return "asked when needed";
  if (state === "partial") return "partly decided";
  if (by === "host") return NOT_AVAILABLE;
  if (by === "policy") return "denied by this machine's policy";
  if (by === "manifest") return "denied: plugin.json declares no protocol for it";
  return `${state === "granted" ? "allowed" : "denied"} ${by === "session" ? "for this session" : "always"}`;
}

export interface PermissionItem {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

export function permissionItem(entry: PermissionEntry): PermissionItem {
  const { kind, scope, state, optional, broad, reason, note } = entry;
  const notes = [
    stateText(entry),
    ...(optional ? ["optional"] : []),
    ...(note === undefined ? [] : [note]),
    ...(broad ? [`$(warning) ${riskText(kind)}`] : []),
  ];
  return {
    label: `${ICONS[state]} ${inert(escapeForDisplay(scope, MAX_SCOPE))}`,
    description: notes.join(" · "),
    ...(reason === undefined ? {} : { detail: inert(`The plugin says: "${escapeForDisplay(reason, 300)}"`) }),
  };
}

/** One line of a review. @param isDenied as the person has it now */
export function reviewText(item: ReviewItem, isDenied: boolean): PermissionItem {
  const { kind, scope, risk, reason } = item;
  const isGrave = risk.word === "high" || risk.word === "broad";
  const notes = [KIND_WORDS[kind], `${isGrave ? "$(warning) " : ""}${risk.word}: ${risk.why}`];
  return {
    label: `${isDenied ? "$(circle-slash) " : ""}${inert(escapeForDisplay(scope, MAX_SCOPE))}`,
    description: [...notes, ...(isDenied ? ["denied always"] : [])].join(" · "),
    ...(reason === undefined ? {} : { detail: inert(`The plugin says: "${escapeForDisplay(reason, 300)}"`) }),
  };
}

/** What can be done about a permission as it stands; nothing about what only an administrator or the author can change. */
export function changesOf({ state, by }: Pick<PermissionEntry, "state" | "by">): { change: Change; label: string }[] {
  if (by === "host" || by === "manifest" || by === "policy") return [];
  const always = by === "always";
  return [
    ...(state === "granted" && always ? [] : [{ change: "allow" as const, label: "$(pass) Always Allow" }]),
    ...(state === "denied" && always ? [] : [{ change: "deny" as const, label: "$(circle-slash) Always Deny" }]),
    ...(state === "prompt"
      ? []
      : [
          {
            change: "forget" as const,
            label: state === "granted" ? "$(discard) Revoke: Ask Again" : "$(discard) Ask Again",
          },
        ]),
  ];
}
