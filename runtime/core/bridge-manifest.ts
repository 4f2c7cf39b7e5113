/**
 * The "bridge": the package.json of a generated extension without code, through which VS Code shows a plugin's
 * commands, views and settings as its own (microsoft/vscode#1422: an extension cannot contribute them at run time).
 *
 * Everything here comes from a manifest and is hostile. Ids are checked against a small alphabet, texts lose what could
 * change how they are read, and nothing is copied that is not named below.
 */
import {
  BRIDGE_PUBLISHER,
  bridgeCommandId,
  bridgeConfigSection,
  bridgeContextKey,
  bridgeViewId,
} from "./bridge-ids.ts";
import type { ConfigProperty } from "./config-schema.ts";
import { OWN_ICONS } from "./manifest/own-icons.ts";
import { escapeForDisplay } from "./permissions/escape.ts";

/** What the bridge needs to know of a plugin. */
export interface BridgePlugin {
  /** A slug: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
  readonly commands: readonly BridgeCommand[];
  readonly panels: readonly BridgePanel[];
  /** The plugin's settings, from `resources.config`. */
  readonly config: readonly ConfigProperty[];
}

export interface BridgeCommand {
  readonly id: string;
  readonly title: string;
  readonly category?: string | undefined;
}

export interface BridgePanel {
  readonly id: string;
  readonly title: string;
  /** The name of a codicon, or one of `OWN_ICONS`. */
  readonly icon?: string | undefined;
  readonly location?: string | undefined;
}

/** A package.json; `version` still lacks the suffix that the content hash gives it. */
export interface BridgeManifest {
  readonly name: string;
  readonly publisher: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly engines: { readonly vscode: string };
  readonly contributes: Readonly<Record<string, unknown>>;
}

const MAX_COMMANDS = 200;
const MAX_PANELS = 20;
const MAX_SETTING_JSON = 8192;

const PLUGIN_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const ITEM_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Plugin-supplied text as one visible line of at most `limit` UTF-16 units. */
export function plainLabel(text: string, limit = 80): string {
  const line = text.slice(0, limit * 4).replace(/\s+/gu, " ");
  return escapeForDisplay(line.trim(), limit).toWellFormed();
}

/** Commands that the bridge shows: declared ones with a usable id, each id once. */
export function bridgeCommands(plugin: BridgePlugin): readonly BridgeCommand[] {
  return usable(plugin.commands, MAX_COMMANDS).map(({ id, title, category }) => ({
    id,
    title: plainLabel(title) || id,
    category: categoryOf(plugin, category),
  }));
}

/** Panels that the bridge shows: declared ones with a usable id, each id once. */
export function bridgePanels(plugin: BridgePlugin): readonly BridgePanel[] {
  return usable(plugin.panels, MAX_PANELS).map((panel) => ({ ...panel, title: plainLabel(panel.title) || panel.id }));
}

/** Where a bridge keeps one of `OWN_ICONS`. */
export function ownIconPath(name: string): string {
  return `icons/${name}.svg`;
}

/**
 * Makes the bridge's package.json.
 *
 * @param codicons names of the icons that VS Code has; a panel that names another gets a general one
 * @throws RangeError when the plugin's id is not a slug: nothing can be built from it safely
 */
export function bridgeManifest(plugin: BridgePlugin, codicons: ReadonlySet<string>): BridgeManifest {
  if (!PLUGIN_ID.test(plugin.id)) throw new RangeError("The plugin id is not a slug");
  const name = plainLabel(plugin.name, 60) || plugin.id;
  const when = bridgeContextKey(plugin.id, "known");
  const commands = bridgeCommands(plugin).map(({ id, title, category }) => ({
    command: bridgeCommandId(plugin.id, id),
    title,
    category,
  }));
  const properties = settings(plugin);
  return {
    name: plugin.id,
    publisher: BRIDGE_PUBLISHER,
    displayName: `${name} (AI Hub plugin)`,
    description: `Commands, views and settings of the AI Hub plugin "${name}". AI Hub installs and removes it.`,
    version: /^\d{1,9}\.\d{1,9}\.\d{1,9}/.exec(plugin.version)?.[0] ?? "0.0.0",
    engines: { vscode: "^1.100.0" },
    contributes: {
      ...(commands.length > 0 && {
        commands,
        menus: { commandPalette: commands.map(({ command }) => ({ command, when })) },
      }),
      ...viewContributions(plugin, name, codicons),
      ...(Object.keys(properties).length > 0 && { configuration: { title: name, properties } }),
    },
  };
}

/** Where each `location` of a panel leads: into a view container of the plugin's own, or one that VS Code has. */
const OWN_CONTAINERS: Readonly<Record<string, string>> = { sidebar: "activitybar", panel: "panel" };
const BUILT_IN_CONTAINERS: Readonly<Record<string, string>> = {
  explorer: "explorer",
  scm: "scm",
  debug: "debug",
  test: "test",
};

function viewContributions(
  plugin: BridgePlugin,
  name: string,
  codicons: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const when = `!${bridgeContextKey(plugin.id, "absent")}`;
  const containers: Record<string, { id: string; title: string; icon: string }[]> = {};
  const views: Record<string, unknown[]> = {};
  for (const panel of bridgePanels(plugin)) {
    const icon = iconOf(panel.icon, codicons);
    const view = { type: "webview", id: bridgeViewId(plugin.id, panel.id), name: panel.title, icon, when };
    const location = panel.location ?? "sidebar";
    const builtIn = Object.hasOwn(BUILT_IN_CONTAINERS, location) ? BUILT_IN_CONTAINERS[location] : undefined;
    if (builtIn !== undefined) {
      views[builtIn] = [...(views[builtIn] ?? []), view];
      continue;
    }
    const part = (Object.hasOwn(OWN_CONTAINERS, location) ? OWN_CONTAINERS[location] : undefined) ?? "activitybar";
    const id = `${BRIDGE_PUBLISHER}-${plugin.id}-${part}`;
    containers[part] ??= [{ id, title: name, icon }];
    views[id] = [...(views[id] ?? []), view];
  }
  return {
    ...(Object.keys(containers).length > 0 && { viewsContainers: containers }),
    ...(Object.keys(views).length > 0 && { views }),
  };
}

function iconOf(name: string | undefined, codicons: ReadonlySet<string>): string {
  if (name !== undefined && codicons.has(name)) return `$(${name})`;
  return name !== undefined && Object.hasOwn(OWN_ICONS, name) ? ownIconPath(name) : "$(extensions)";
}

function usable<T extends { readonly id: string }>(items: readonly T[], limit: number): readonly T[] {
  const byId = new Map<string, T>();
  for (const item of items) if (ITEM_ID.test(item.id) && !byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()].slice(0, limit);
}

/** A plugin may not pass its commands off as AI Hub's own: those ask for trust, and people give it by name. */
function categoryOf(plugin: BridgePlugin, category: string | undefined): string {
  const isOurs = (text: string) => /^aihub$/i.test(text.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, ""));
  const candidates = [category ?? "", plugin.name].filter((text) => !isOurs(text));
  return candidates.map((text) => plainLabel(text, 40)).find((text) => text !== "") ?? `Plugin ${plugin.id}`;
}

function settings(plugin: BridgePlugin): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const { key, description, ...schema } of plugin.config) {
    if (JSON.stringify(schema).length > MAX_SETTING_JSON) continue;
    // `description` is shown as it is; `markdownDescription` could carry links that run commands.
    result[`${bridgeConfigSection(plugin.id)}.${key}`] = { ...schema, description: plainLabel(description, 400) };
  }
  return result;
}
