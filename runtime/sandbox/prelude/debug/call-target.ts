/** Which call a function was entered by: the interpreter's stack tells, see core/debug/calls.ts. */
import type { CallTarget } from "../../../core/debug/agent-messages.ts";

/** Functions of AI Hub itself; those of the agent are the innermost. */
const OURS = "aihub:";
const AGENT = "aihub:agent:";
const NATIVE = "native";

/**
 * Whether the function that is just being entered runs on behalf of the call: it is what was called, or a native function
 * or one of AI Hub's was, and that has called it. What a function calls for its parameters does not count, for the
 * function itself is still to come.
 *
 * @param isAccessor the function is a getter or setter: nobody calls it by its name
 */
export function cameBy({ module, line, column, constructs }: CallTarget, isAccessor: boolean): boolean {
  const wanted = `${module}:${line}:${column}`;
  let entered = false;
  let direct = true;
  for (const text of (new Error().stack ?? "").split("\n")) {
    if (!text.endsWith(")")) continue; // part of a name that has line ends in it
    const place = text.slice(text.lastIndexOf("(") + 1, -1);
    if (!entered) {
      entered = !place.startsWith(AGENT);
      continue;
    }
    if (place === wanted) return !(direct && isAccessor);
    if (place !== NATIVE && !place.startsWith(OURS) && !constructs) return false;
    direct = false;
  }
  return false;
}
