/** File URIs and the paths that they name. Clients spell one URI in several ways: compare by `keyOf`. */
import { fileURLToPath } from "node:url";

/** The path on this disk; undefined for documents that are elsewhere, such as unsaved ones. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined; // a host's name, or escapes that are no path
  }
}

/** The same for each spelling of a URI: clients differ in what they escape and in the case of drives. */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  if (path === undefined) return uri;
  return /^[A-Z]:/.test(path) ? path.charAt(0).toLowerCase() + path.slice(1) : path;
}

/** The URI of the folder that holds a file, without a slash at the end, spelt as the file's is. */
export function parentOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf("/")));
}

/** The name of the file, decoded. */
export function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** @param path relative, `/` between folders */
export function childOf(folder: string, path: string): string {
  return `${folder}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** The path of a document relative to a folder, `/` between folders; undefined when it is not inside. */
export function relativeTo(folder: string, uri: string): string | undefined {
  const base = slashes(keyOf(folder));
  const path = slashes(keyOf(uri));
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined;
}

function slashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}
