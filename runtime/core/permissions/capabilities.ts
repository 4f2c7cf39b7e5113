/** Capabilities of `system` that a manifest may name, but that no host of AI Hub has. */
import type { PermissionKind } from "../ports.ts";

/** No host method uses them; `test/unit/host/capabilities.test.ts` holds this list against the table of methods. */
const UNAVAILABLE: readonly string[] = ["camera", "microphone"];

export const NOT_AVAILABLE = "not available in this host";

/** Whether no permission can give this to a plugin: it is denied, nobody is asked, and the answer says so. */
export function isUnavailable(kind: PermissionKind, scope: string | undefined): boolean {
  return kind === "system" && scope !== undefined && UNAVAILABLE.includes(scope);
}
