/** Every problem that a manifest can have. Codes are stable: tools and suppressions rely on them. */
import type { CodeInfo } from "./code-info.ts";
import { adviceCodes } from "./lint/codes.ts";

export const problemCodes = {
  "manifest/syntax": {
    severity: "error",
    title: "Syntax error",
    description: "plugin.json is JSON. Comments are accepted; trailing commas, single quotes and the like are not.",
  },
  "manifest/encoding": {
    severity: "error",
    title: "Not UTF-8",
    description: "plugin.json is text in UTF-8.",
  },
  "manifest/byte-order-mark": {
    severity: "warning",
    title: "Byte order mark",
    description: "The file starts with an invisible byte order mark, which JSON does not have.",
  },
  "manifest/too-large": {
    severity: "error",
    title: "Too large",
    description: "A manifest has at most 1,000,000 characters and 32 levels, a key at most 256 characters.",
  },
  "manifest/duplicate-key": {
    severity: "error",
    title: "Duplicate key",
    description: "A key stands twice in one object, so readers may disagree about its value.",
  },
  "manifest/forbidden-key": {
    severity: "error",
    title: "Forbidden key",
    description: "__proto__, constructor and prototype are not allowed as keys.",
  },
  "manifest/unknown-key": {
    severity: "warning",
    title: "Unknown key",
    description: "AI Hub does not know this key and ignores it.",
  },
  "manifest/missing-key": {
    severity: "error",
    title: "Missing key",
    description: "A key that is required is not there.",
  },
  "manifest/type": {
    severity: "error",
    title: "Wrong type",
    description: "The value is of another JSON type than the key wants.",
  },
  "manifest/value": {
    severity: "error",
    title: "Unknown value",
    description: "The value is not one of those the key accepts.",
  },
  "manifest/format": {
    severity: "error",
    title: "Wrong format",
    description: "The text does not have the form that the key wants.",
  },
  "manifest/range": {
    severity: "error",
    title: "Out of range",
    description: "The number, text or list is smaller or larger than the key allows.",
  },
  "manifest/id": {
    severity: "error",
    title: "No id",
    description: "Without `id`, the plugin's id is made from the Latin letters and digits of its name.",
  },
  "manifest/reserved-id": {
    severity: "error",
    title: "Reserved id",
    description: "The id belongs to AI Hub, or cannot be a folder's name on every system.",
  },
  "manifest/duplicate-id": {
    severity: "error",
    title: "Duplicate id",
    description: "Commands, panels, endpoints and events each need ids of their own.",
  },
  "manifest/version": {
    severity: "error",
    title: "Not a version",
    description: "A version is a semantic version: three numbers, such as 1.2.0, perhaps with a suffix.",
  },
  "manifest/version-range": {
    severity: "error",
    title: "Not a version range",
    description: "A dependency's range is one that npm understands, such as ^1.0.0 or >=2.1.0.",
  },
  "manifest/app-version-order": {
    severity: "error",
    title: "No version fits",
    description: "minAppVersion must not be greater than maxAppVersion.",
  },
  "manifest/license": {
    severity: "error",
    title: "Unknown license",
    description: "A license is one-time, subscription, free, open-source, or an SPDX expression.",
  },
  "manifest/path": {
    severity: "error",
    title: "Unsafe path",
    description: "Paths are relative, stay inside the plugin's folder and use / between folders.",
  },
  "manifest/permission-scope": {
    severity: "error",
    title: "Invalid permission",
    description: "The permission is not one that AI Hub can check, so it would never permit anything.",
  },
  "manifest/broad-permission": {
    severity: "warning",
    title: "Broad permission",
    description: "The permission reaches beyond the plugin and the workspace, or covers hosts of many owners.",
  },
  "manifest/network-protocols": {
    severity: "warning",
    title: "Domains without protocols",
    description: "Without protocols, no domain can be reached.",
  },
  "manifest/parameter-type": {
    severity: "error",
    title: "Unknown parameter type",
    description: "A type is string, number, boolean, object, array, or the allowed words separated by |.",
  },
  "manifest/size": {
    severity: "error",
    title: "Not a size",
    description: "A size is a whole number and B, KB, MB or GB, such as 100MB.",
  },
  "manifest/missing-entry": {
    severity: "warning",
    title: "Missing entry file",
    description: "Neither the entry file nor what it is built into exists.",
  },
  "manifest/missing-file": {
    severity: "warning",
    title: "Missing file",
    description: "A file that the manifest names does not exist.",
  },
  "manifest/too-many-problems": {
    severity: "error",
    title: "Too many problems",
    description: "Only the first 200 problems are listed.",
  },
} as const satisfies Readonly<Record<`manifest/${string}`, CodeInfo>>;

export type ProblemCode = keyof typeof problemCodes;

/** Those of the installer, and those of the advice. */
export const allCodes = { ...problemCodes, ...adviceCodes };

export type Code = keyof typeof allCodes;

/** Where a code is explained, as the name of an anchor in docs/manifest.md. */
export function anchorOf(code: string): string {
  return code.replaceAll("/", "-");
}
