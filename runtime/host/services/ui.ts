/** `aiHub.ui`: only what the manifest declares, with texts escaped and capped before the host shows them. */
import type { Json, NotificationType, PanelConfig } from "../../../schemas/guest-api.ts";
import { AiHubError } from "../../core/errors.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import type { PluginContext } from "../plugin-context.ts";
import { type GuestPath, type MethodTable, method, PATH, params } from "../rpc/method.ts";
import { requireFile } from "./fs/read.ts";

const ID = { type: "string", minLength: 1, maxLength: 200 };
const TEXT = { type: "string", maxLength: 100_000 };
const PANEL = { id: ID, title: TEXT, description: TEXT, badge: { type: "integer", minimum: 0, maximum: 1_000_000 } };
const PANEL_OPTIONAL = ["title", "description", "badge"];
const none = { kind: "none" } as const;
/** Characters of a notification or title that are shown. */
const MAX_SHOWN = 500;
const CLIPBOARD = { kind: "system", name: "clipboard" } as const;
const MAX_CLIPBOARD = 1024 * 1024;
/** Characters of JSON of one message to a panel. */
const MAX_PANEL_JSON = 1024 * 1024;

export const uiMethods: MethodTable = {
  "ui.showNotification": method<{ message: string; type: NotificationType }>({
    params: params({ message: TEXT, type: { enum: ["info", "warning", "error"] } }),
    permission: { kind: "system", name: "notifications" },
    async handler({ message, type }, { plugin }) {
      plugin.notifications.take();
      await plugin.ui.showNotification(plugin.id, escapeForDisplay(message, MAX_SHOWN), type);
    },
  }),
  "ui.registerCommand": method<{ id: string }>({
    params: params({ id: ID }),
    permission: none,
    async handler({ id }, { plugin }) {
      const commands = plugin.manifest.ui?.commands ?? [];
      if (!commands.some((command) => command.id === id)) throw undeclared("Command", id, "ui.commands");
    },
  }),
  "ui.createPanel": panelMethod((plugin, id, config) => plugin.ui.updatePanel(plugin.id, id, config)),
  "ui.updatePanel": panelMethod((plugin, id, config) => plugin.ui.updatePanel(plugin.id, id, config)),
  "ui.removePanel": method<{ id: string }>({
    params: params({ id: ID }),
    permission: none,
    async handler({ id }, { plugin }) {
      requirePanel(plugin, id);
      await plugin.ui.removePanel(plugin.id, id);
    },
  }),
  "ui.postMessage": method<{ id: string; message: Json }>({
    params: params({ id: ID, message: {} }),
    permission: none,
    async handler({ id, message }, { plugin }) {
      requirePanel(plugin, id);
      const json = JSON.stringify(message);
      if (json.length > MAX_PANEL_JSON) {
        throw new AiHubError(
          "ERR_QUOTA",
          `A message to a panel may take ${MAX_PANEL_JSON} characters; this one takes ${json.length}`,
        );
      }
      await plugin.ui.postToPanel(plugin.id, id, json);
    },
  }),
  "ui.openFile": method<{ path: GuestPath }>({
    params: params({ path: PATH }),
    permission: { kind: "files", access: { path: "read" } },
    async handler(_, { plugin, paths }) {
      await requireFile(paths.path);
      await plugin.ui.openFile(plugin.id, paths.path.real);
    },
  }),
  "ui.readClipboard": method<object>({
    params: params({}),
    permission: CLIPBOARD,
    async handler(_, { plugin }) {
      const text = await plugin.ui.readClipboard();
      if (text.length <= MAX_CLIPBOARD) return { value: text };
      throw new AiHubError("ERR_QUOTA", `The clipboard holds more than the ${MAX_CLIPBOARD} characters that are read`);
    },
  }),
  "ui.writeClipboard": method<{ text: string }>({
    params: params({ text: { type: "string", maxLength: MAX_CLIPBOARD } }),
    permission: CLIPBOARD,
    async handler({ text }, { plugin }) {
      await plugin.ui.writeClipboard(text);
    },
  }),
  "ui.progress": method<{ message: string; fraction?: number }>({
    params: params({ message: TEXT, fraction: { type: "number", minimum: 0, maximum: 1 } }, ["fraction"]),
    permission: none,
    async handler({ message, fraction }, { plugin }) {
      await plugin.ui.progress(plugin.id, escapeForDisplay(message, MAX_SHOWN), fraction);
    },
  }),
  "api.handle": method<{ path: string }>({
    params: params({ path: ID }),
    permission: none,
    async handler({ path }, { plugin }) {
      const endpoints = plugin.manifest.api?.endpoints ?? [];
      if (!endpoints.some((endpoint) => endpoint.path === path)) throw undeclared("Endpoint", path, "api.endpoints");
    },
  }),
};

type PanelParams = PanelConfig;

function panelMethod(apply: (plugin: PluginContext, id: string, config: Omit<PanelConfig, "id">) => Promise<void>) {
  return method<PanelParams>({
    params: params(PANEL, PANEL_OPTIONAL),
    permission: none,
    async handler({ id, title, description, badge }, { plugin }) {
      requirePanel(plugin, id);
      await apply(plugin, id, {
        ...(title === undefined ? {} : { title: escapeForDisplay(title, MAX_SHOWN) }),
        ...(description === undefined ? {} : { description: escapeForDisplay(description, MAX_SHOWN) }),
        ...(badge === undefined ? {} : { badge }),
      });
    },
  });
}

function requirePanel(plugin: PluginContext, id: string): void {
  const panels = plugin.manifest.ui?.panels ?? [];
  if (!panels.some((panel) => panel.id === id)) throw undeclared("Panel", id, "ui.panels");
}

function undeclared(what: string, id: string, key: string): AiHubError {
  const shown = escapeForDisplay(id, 100);
  return new AiHubError(
    "ERR_PERMISSION_DENIED",
    `${what} not declared: ${shown}`,
    `add "${shown}" to ${key} in plugin.json`,
  );
}
