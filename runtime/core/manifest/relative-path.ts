/** What is wrong with a path that must stay inside the plugin's folder; undefined when it is fine. */
export function relativePathError(path: string): { message: string; offset: number; replacement?: string } | undefined {
  if (path === "") return { message: "A path must not be empty", offset: 0 };
  const control = path.search(/[\p{Cc}\p{Cs}]/u);
  if (control >= 0) return { message: "A path must not contain control characters", offset: control };
  const backslash = path.indexOf("\\");
  if (backslash >= 0) {
    return { message: 'Folders are separated by "/"', offset: backslash, replacement: path.replaceAll("\\", "/") };
  }
  if (/^[/~]/.test(path)) return { message: "A path is relative to the plugin's folder", offset: 0 };
  // Also the data streams and drives of Windows.
  const colon = path.indexOf(":");
  if (colon >= 0) return { message: 'A path must not contain ":"', offset: colon };
  const parent = /(?:^|\/)(\.\.)(?:\/|$)/.exec(path);
  if (parent) {
    const offset = parent.index + parent[0].indexOf("..");
    return { message: 'A path must not lead out of the plugin\'s folder by ".."', offset };
  }
  return undefined;
}
