/**
 * Which names a path may be made of. File systems give some names a second meaning (devices, streams, short names,
 * resource forks) or take several spellings for one name; a permission is decided on text, so such names are refused,
 * not interpreted. Pure: the rules of every platform can be tested on any of them.
 */

export type FilePlatform = "linux" | "darwin" | "win32";

/** Longest path of a guest, in UTF-16 units. */
export const MAX_PATH = 4096;

/** Why a guest's path is refused on this platform, as the end of a sentence; undefined when its names are plain. */
export function refusePath(path: string, platform: FilePlatform): string | undefined {
  if (path === "") return "it is empty";
  if (path.length > MAX_PATH) return `it is longer than ${MAX_PATH} characters`;
  if (path.includes("\0")) return "it contains a NUL";
  // The system would see U+FFFD instead: another name than the one that was decided on.
  if (!path.isWellFormed()) return "it is not well-formed Unicode";
  if (platform === "win32") return refuseWindowsPath(path);
  if (platform === "darwin") return refuseMacPath(path);
  return undefined;
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
function refuseWindowsPath(path: string): string | undefined {
  const slashed = path.replaceAll("\\", "/");
  if (slashed.startsWith("//")) return "network and device paths are not supported";
  if (slashed.startsWith("/")) return "an absolute path starts with a drive letter";
  const drive = /^[A-Za-z]:(?<rest>.*)$/s.exec(slashed);
  const rest = drive?.groups?.rest ?? slashed;
  if (drive && !rest.startsWith("/")) return "it depends on the current folder of a drive";
  for (const segment of rest.split("/")) {
    const refused = segment === "." || segment === ".." ? undefined : refuseWindowsName(segment);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** One name on NTFS, FAT or a network share; an empty one (two slashes in a row) means nothing. */
export function refuseWindowsName(name: string): string | undefined {
  if (name.includes(":")) return "it names a stream of a file";
  if (/[<>"|?*\p{Cc}]/u.test(name)) return "it contains a character that Windows does not allow in names";
  if (/[. ]$/.test(name)) return "a name ends with a dot or a space, which Windows drops";
  if (isWindowsDevice(name)) return "it names a device";
  if (isShortName(name)) return "it is a short name (8.3); write the long one";
  return undefined;
}

/** `NUL.txt`, `con`, `COM¹ .log`: the device is meant whatever follows the first dot, in every folder. */
export function isWindowsDevice(name: string): boolean {
  const stem = (name.split(/[.:]/, 1)[0] ?? "").trimEnd().toUpperCase();
  return /^(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])$/.test(stem);
}

/** `PROGRA~1`, `LONGNA~2.TXT`: another spelling of a long name. */
export function isShortName(name: string): boolean {
  const short = /^(?<stem>[^. ]{1,7}~[0-9]{1,6})(?:\.[^. ]{0,3})?$/.exec(name);
  return short !== null && (short.groups?.stem ?? "").length <= 8;
}

/** What HFS+ ignores in names (Apple TN1150), but for the joiner inside an emoji. */
const IGNORED_BY_HFS =
  /(?!(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic}))[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/u;

function refuseMacPath(path: string): string | undefined {
  if (/(?:^|\/)\.\.namedfork(?:\/|$)/i.test(path)) return "it names a fork of a file";
  if (/^\/+(?:\.\/+)*\.vol(?:\/|$)/i.test(path)) return "it names a file by its number";
  if (IGNORED_BY_HFS.test(path)) return "it contains a character that file systems ignore";
  return undefined;
}

/**
 * The common form of all spellings of a name on a file system that tells neither case nor Unicode forms apart. Coarser
 * than any one of them (`ß` and `ss`, `ſ` and `s` are one), so that a refused name has no second spelling.
 */
export function foldName(name: string): string {
  return name.normalize("NFD").toLowerCase().toUpperCase().toLowerCase().normalize("NFC");
}
