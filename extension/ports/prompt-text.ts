/** The words of a permission dialog. */
import type { PermissionKind, PromptRequest } from "../../runtime/core/ports.ts";
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
