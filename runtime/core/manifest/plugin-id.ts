/** A plugin's identity. */

/** Longest id, in characters. */
const MAX_ID = 64;

/**
 * The slug of a plugin's name: lower-case Latin letters and digits joined by hyphens, at most 64 characters. Accents are
 * dropped. "" when nothing is left.
 */
export function pluginId(name: string): string {
  const words =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, MAX_ID).replace(/-$/, "");
}
