/** What can be done with a plugin, above its manifest: only what the client has a command for. */
import type { CodeLens, Command, Range } from "vscode-languageserver";
import { checkScope } from "../../runtime/core/permissions/parse-scope.ts";
import type { ManifestView } from "../feature.ts";
import { nodesAt, rangeOf, textOf } from "../nodes.ts";
import { type PermissionBlockName, scopesIn } from "./scopes.ts";

type Action = readonly [command: string, title: string];

/** Commands of the client for one command of the plugin; each is given the manifest's URI and the id. */
const COMMAND_ACTIONS: readonly Action[] = [
  ["aihub.runPlugin", "▶ Run"],
  ["aihub.debugPlugin", "Debug"],
];
/** Those for all of the plugin; each is given the manifest's URI. */
const ACTIONS: readonly Action[] = [...COMMAND_ACTIONS, ["aihub.installPlugin", "Install"]];

/** @param commands those that the client says it can execute */
export function codeLenses(view: ManifestView, commands: ReadonlySet<string>): CodeLens[] {
  const { document, tree } = view;
  if (tree?.type !== "object") return [];
  const { uri } = document;
  const top = emptyRange(view, tree.offset);
  const actions = ACTIONS.filter(([command]) => commands.has(command)).map(([command, title]) =>
    lens(top, { title, command, arguments: [uri] }),
  );
  return [...actions, ...commandLenses(view, commands), ...permissionLenses(view)];
}

/** Each command of the plugin can be run and debugged from where it is declared; the client is given its id besides. */
function commandLenses(view: ManifestView, commands: ReadonlySet<string>): CodeLens[] {
  const actions = COMMAND_ACTIONS.filter(([command]) => commands.has(command));
  return nodesAt(view.tree, "/ui/commands/*").flatMap(({ node }) => {
    const id = textOf(nodesAt(node, "/id")[0]?.node);
    if (!id) return [];
    const range = emptyRange(view, node.offset);
    return actions.map(([command, title]) => lens(range, { title, command, arguments: [view.document.uri, id] }));
  });
}

function permissionLenses(view: ManifestView): CodeLens[] {
  return (["permissions", "optionalPermissions"] as const).flatMap((block) => {
    const [permissions] = nodesAt(view.tree, `/${block}`);
    if (!permissions?.key) return [];
    // Without a command a client shows the title as plain text.
    return [lens(rangeOf(view.document, permissions.key), { title: summary(view, block), command: "" })];
  });
}

function summary(view: ManifestView, block: PermissionBlockName): string {
  const scopes = scopesIn(view, block);
  const broad = scopes.filter(({ kind, scope }) => checkScope(kind, scope).broad).length;
  const count = `${scopes.length} ${scopes.length === 1 ? "permission" : "permissions"}`;
  return broad > 0 ? `${count}, ${broad} broad` : count;
}

function emptyRange({ document }: ManifestView, offset: number): Range {
  const position = document.positionAt(offset);
  return { start: position, end: position };
}

function lens(range: Range, command: Command): CodeLens {
  return { range, command };
}
