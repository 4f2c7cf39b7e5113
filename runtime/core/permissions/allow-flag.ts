/** What permits a scope: the flag of the command line, and the line of a debug configuration. */
import type { PermissionKind } from "../ports.ts";
import { escapeForDisplay } from "./escape.ts";

const MAX_SHOWN = 300;

/** `--allow-read=./data/x`, quoted for a shell where it must be, and escaped for display. */
export function allowFlag(kind: PermissionKind, scope: string): string {
  const shown = escapeForDisplay(scope, MAX_SHOWN);
  const isPlain = /^[\w@%+=:,./-]+$/.test(shown);
  return `--allow-${kind}=${isPlain ? shown : `'${shown.replaceAll("'", "'\\''")}'`}`;
}

/** `"permissions": { "allow": { "read": ["./data/x"] } }`, escaped for display: what `launch` of the debug adapter takes. */
export function allowInLaunch(kind: PermissionKind, scope: string): string {
  return `"permissions": { "allow": { "${kind}": [${JSON.stringify(escapeForDisplay(scope, MAX_SHOWN))}] } }`;
}
