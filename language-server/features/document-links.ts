/** What can be opened from a manifest: files of the plugin that exist, and web pages. Never anything else. */
import type { DocumentLink, Range } from "vscode-languageserver";
import { relativePathError } from "../../runtime/core/manifest/relative-path.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { ManifestView } from "../feature.ts";
import { innerRange, nodesAt, textOf } from "../nodes.ts";
import { childOf } from "../uris.ts";

const FILES = ["/build/entry", "/ui/entry", "/resources/*", "/resources/screenshots/*"];
const PAGES = ["/homepage", "/repository"];

export interface FileLink {
  readonly path: string;
  readonly uri: string;
  /** Of the path without its quotes, as a range and as offsets. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
}

/** The files that the manifest names, inside its folder and there; folders cannot be opened. */
export function fileLinks({ tree, document, folder }: ManifestView): FileLink[] {
  const files = new Set(folder.files);
  return FILES.flatMap((pattern) => nodesAt(tree, pattern)).flatMap(({ node }) => {
    const text = textOf(node) ?? "";
    const path = plain(text);
    if (relativePathError(text) || !files.has(path)) return [];
    const uri = childOf(folder.uri, path);
    const range = innerRange(document, node);
    return [{ path, uri, range, start: document.offsetAt(range.start), end: document.offsetAt(range.end) }];
  });
}

export function documentLinks(view: ManifestView): DocumentLink[] {
  const files = fileLinks(view).map(({ uri, range, path }) => ({
    range,
    target: uri,
    tooltip: `Open ${escapeForDisplay(path, 120)}`,
  }));
  return [...files, ...pageLinks(view)];
}

function pageLinks({ tree, document }: ManifestView): DocumentLink[] {
  return PAGES.flatMap((pattern) => nodesAt(tree, pattern)).flatMap(({ node }) => {
    const page = webPage(textOf(node) ?? "");
    return page ? [{ range: innerRange(document, node), target: page.href, tooltip: `Open ${page.host}` }] : [];
  });
}

/** HTTPS only, and without a user name, by which `https://github.com@evil.example` looks like another's page. */
function webPage(text: string): URL | undefined {
  const url = /^https:\/\/\S+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" && url.username === "" && url.password === "" ? url : undefined;
}

function plain(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
