import { CompletionItemKind } from "vscode-languageserver";
import type { PluginFolder } from "../../feature.ts";
import type { Place } from "./place.ts";
import type { Suggestion } from "./suggestion.ts";

/** Which files a key can name, by the ends of their names; folders are `/`. */
export const SCRIPTS = /\.[cm]?[jt]sx?$/;
export const PAGES = /\.(?:[cm]?[jt]sx?|html)$/;
export const PICTURES = /\.(?:png|jpe?g|gif|webp)$/i;
export const PICTURES_AND_FOLDERS = /(?:\.(?:png|jpe?g|gif|webp)|\/)$/i;
export const DOCUMENTS = /\.(?:md|markdown|txt|html)$/i;
export const JSON_FILES = /\.jsonc?$/i;
export const FOLDERS = /\/$/;
export const ANYTHING = /(?:)/;

/** Declarations have no code, and dependencies are no part of a plugin. */
const NEVER = /\.d\.[cm]?ts$/;

/**
 * What lies in the folder that was typed so far: files of the right kind, and folders that lead to some.
 *
 * @param dotted whether such paths are usually written with `./` in front
 */
export function pathsIn({ files }: PluginFolder, { typed }: Place, wanted: RegExp, dotted: boolean): Suggestion[] {
  const parent = typed.slice(0, typed.lastIndexOf("/") + 1);
  const prefix = parent === "" && (dotted || typed.startsWith(".")) ? "./" : parent;
  const inside = parent.replace(/^(?:\.\/)+/, "");
  const fitting = files.filter((file) => file.startsWith(inside) && wanted.test(file) && !NEVER.test(file));
  const names = new Map<string, Suggestion>();
  for (const file of fitting) {
    const rest = file.slice(inside.length);
    const slash = rest.indexOf("/");
    const name = slash < 0 ? rest : rest.slice(0, slash + 1);
    if (name === "" || names.has(name)) continue;
    names.set(name, asSuggestion(prefix + name, name));
  }
  return [...names.values()].toSorted((a, b) => Number(isFolder(a)) - Number(isFolder(b)));
}

function asSuggestion(text: string, label: string): Suggestion {
  if (!label.endsWith("/")) return { text, label, kind: CompletionItemKind.File };
  return { text, label, kind: CompletionItemKind.Folder, continues: true };
}

function isFolder({ text }: Suggestion): boolean {
  return text.endsWith("/");
}
