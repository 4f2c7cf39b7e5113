/** The words of a permission dialog. */
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { AuditEntry, PermissionKind, PromptRequest } from "../../runtime/core/ports.ts";
import { inert } from "../display.ts";

const VERBS: Readonly<Record<PermissionKind, string>> = {
  read: "read files",
  write: "write files",
  net: "use the network",
  memory: "use its memory",
  ai: "use an AI model",
  system: "use the system",
};

const NOUNS: Readonly<Record<PermissionKind, string>> = {
  read: "File",
  write: "File",
  net: "Address",
  memory: "Collection",
  ai: "Model",
  system: "Capability",
};

/** What the plugin claims is shown as its claim; every text in the request is escaped already. */
export function promptText(request: PromptRequest): { readonly message: string; readonly detail: string } {
  const { pluginName, pluginId, kind, value, scope, reason } = request;
  const lines = [
    `${NOUNS[kind]}: ${value}`,
    ...(scope === value ? [] : [`"Always" and "For This Session" cover all of: ${scope}`]),
    ...(reason === undefined ? [] : [`The plugin says: "${reason}"`]),
    `Plugin id: ${pluginId}`,
  ];
  return { message: inert(`Allow "${pluginName}" to ${VERBS[kind]}?`), detail: inert(lines.join("\n\n")) };
}

/** What a person is told when a plugin tried to get out of its bounds. It was denied. */
export function violationText(pluginName: string, { kind, value }: AuditEntry): string {
  const name = escapeForDisplay(pluginName, 100);
  return inert(`"${name}" tried to ${VERBS[kind]} out of its bounds, and was stopped: ${escapeForDisplay(value, 300)}`);
}
