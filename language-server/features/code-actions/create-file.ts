/** Files that a manifest names and that do not exist: with what they would start. */
import { extname } from "node:path/posix";
import { relativePathError } from "../../../runtime/core/manifest/relative-path.ts";
import type { ManifestView } from "../../feature.ts";
import { nodesAt, textOf, textsAt } from "../../nodes.ts";
import { childOf } from "../../uris.ts";

export interface NewFile {
  readonly path: string;
  readonly uri: string;
  readonly text: string;
}

type Content = (view: ManifestView, extension: string) => string | undefined;

const CONTENTS: Readonly<Record<string, Content>> = {
  "/build/entry": entry,
  "/ui/entry": page,
  "/resources/config": settings,
  "/resources/docs": documentation,
};

/** Undefined when there is nothing sensible to write, as for pictures and folders, or the path is not a safe one. */
export function newFileFor(view: ManifestView, pointer: string): NewFile | undefined {
  const path = textOf(nodesAt(view.tree, pointer)[0]?.node);
  if (path === undefined || path.endsWith("/") || relativePathError(path) || view.folder.exists(path)) return undefined;
  const plain = path.split("/").filter((step) => step !== "" && step !== ".");
  const text = CONTENTS[pointer]?.(view, extname(path).toLowerCase());
  if (text === undefined || plain.length === 0) return undefined;
  const joined = plain.join("/");
  return { path: joined, uri: childOf(view.folder.uri, joined), text };
}

const SCRIPT = /^\.[cm]?[jt]sx?$/;

function entry({ tree }: ManifestView, extension: string): string | undefined {
  if (!SCRIPT.test(extension)) return undefined;
  const isTyped = extension.includes("t");
  const handlers = (ids: readonly string[]) =>
    [...new Set(ids)]
      .map((id) => `  ${JSON.stringify(id)}: async (input${isTyped ? ": unknown" : ""}) => input,\n`)
      .join("");
  const commands = textsAt(tree, "/ui/commands/*/id");
  const endpoints = textsAt(tree, "/api/endpoints/*/path");
  return [
    `/** Runs when the plugin starts. */\nexport async function activate()${isTyped ? ": Promise<void>" : ""} {}\n`,
    ...(commands.length > 0
      ? [`/** Handlers by command. */\nexport const commands = {\n${handlers(commands)}};\n`]
      : []),
    ...(endpoints.length > 0
      ? [`/** Handlers by endpoint. */\nexport const endpoints = {\n${handlers(endpoints)}};\n`]
      : []),
  ].join("\n");
}

function page({ tree }: ManifestView, extension: string): string | undefined {
  const [title = "Panel"] = [...textsAt(tree, "/ui/panels/*/title"), ...textsAt(tree, "/name")];
  return SCRIPT.test(extension) ? `document.body.textContent = ${JSON.stringify(title)};\n` : undefined;
}

function settings(_: ManifestView, extension: string): string | undefined {
  if (extension !== ".json") return undefined;
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {},
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function documentation({ tree }: ManifestView, extension: string): string | undefined {
  if (!/^\.(?:md|markdown|txt)$/.test(extension)) return undefined;
  const [name = "Plugin"] = textsAt(tree, "/name");
  const about = textsAt(tree, "/description").map((text) => `\n${text}\n`);
  return `# ${name}\n${about.join("")}`;
}
