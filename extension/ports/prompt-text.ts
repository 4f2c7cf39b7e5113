/** The words of a permission dialog. */
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { AuditEntry, PermissionKind, PromptRequest } from "../../runtime/core/ports.ts";
import { inert } from "../display.ts";
import type { Declaration } from "../permissions/declaration.ts";
import { riskText } from "../permissions/permission-text.ts";

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

/**
 * What the plugin claims is shown as its claim; every text in the request is escaped already.
 *
 * @param isDebugged who debugs it wants to know at once which line asks
 */
export function promptText(
  request: PromptRequest,
  isDebugged: boolean,
): { readonly message: string; readonly detail: string } {
  const { pluginName, pluginId, kind, value, scope, reason, origin } = request;
  const lines = [
    `${NOUNS[kind]}: ${value}`,
    ...(scope === value ? [] : [`"Always" and "For This Session" cover all of: ${scope}`]),
    ...(reason === undefined ? [] : [`The plugin says: "${reason}"`]),
    ...(isDebugged && origin !== undefined ? [`Asked by ${origin}`] : []),
    `Plugin id: ${pluginId}`,
  ];
  return { message: inert(`Allow "${pluginName}" to ${VERBS[kind]}?`), detail: inert(lines.join("\n\n")) };
}

/** Everything that is known about a request, for who wants to read on before they answer. */
export function detailsText(request: PromptRequest, declaration: Declaration | undefined): string {
  const { pluginId, kind, value, scope, reason, origin } = request;
  const { file, line, text, optional, broad } = declaration ?? {};
  const lines = [
    `${NOUNS[kind]}: ${value}`,
    `Permission: ${kind} ${scope}${optional === true ? " (optional)" : ""}`,
    ...(broad === true ? [`This permission is ${riskText(kind)}.`] : []),
    ...(reason === undefined ? ["The plugin does not say why."] : [`The plugin says: "${reason}"`]),
    origin === undefined ? "Where in its code it asks is not known." : `Asked by ${origin}`,
    ...(file === undefined || text === undefined
      ? ["Where plugin.json declares it was not found."]
      : [`Declared in line ${line} of ${escapeForDisplay(file, 300)}:\n${escapeForDisplay(text, 300)}`]),
    `"Allow Once" covers this use alone, "For This Session" and "Always" all of the permission.`,
    'You can change your mind with "AI Hub: Manage Permissions…".',
    `Plugin id: ${pluginId}`,
  ];
  return inert(lines.join("\n\n"));
}

/** What a person is told when a plugin tried to get out of its bounds. It was denied. */
export function violationText(pluginName: string, { kind, value }: AuditEntry): string {
  const name = escapeForDisplay(pluginName, 100);
  return inert(`"${name}" tried to ${VERBS[kind]} out of its bounds, and was stopped: ${escapeForDisplay(value, 300)}`);
}
