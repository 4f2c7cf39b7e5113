/** `aihub permissions review`: a person looks through what a plugin declares, and decides. */
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { type ReviewItem, reviewChanges } from "../../../runtime/core/permissions/review.ts";
import { EXIT, UsageError } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { canAsk } from "../keys.ts";
import { Terminal } from "../terminal.ts";
import { findTarget, permissionsOf } from "./target.ts";

const MAX_SHOWN = 120;

/**
 * Asks what to allow, then what of the rest to deny for good; what is in neither is asked for when it is needed. Who
 * leaves a question has decided nothing.
 *
 * @throws UsageError where there is no terminal
 */
export async function reviewCommand(target: string): Promise<number> {
  const terminal = new Terminal();
  const found = await findTarget(target);
  if (!canAsk(terminal)) {
    throw new UsageError(
      "There is no terminal to ask on: 'aihub permissions grant' and 'aihub permissions revoke --deny' decide without questions",
    );
  }
  const { manifest } = found.plugin;
  const permissions = permissionsOf(found);
  const items = permissions.review();
  const name = escapeForDisplay(manifest.name, MAX_SHOWN);
  if (items.length === 0) {
    terminal.line(`${name} declares nothing that you could decide about`);
    return EXIT.done;
  }
  const interrupt = onInterrupt();
  const wishes = await ask(name, items, interrupt.signal);
  interrupt.dispose();
  if (!wishes) {
    terminal.line("Nothing was changed: what is not decided is asked for when it is needed");
    return interrupt.exitCode() ?? EXIT.done;
  }
  await permissions.apply(reviewChanges(items, (item) => wishes.get(item) ?? "ask"));
  return EXIT.done;
}

async function ask(
  name: string,
  items: readonly ReviewItem[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ReviewItem, "allow" | "deny"> | undefined> {
  const { chooseMany } = await import("../choices.ts");
  const choices = (some: readonly ReviewItem[]) => some.map((item) => ({ value: item, ...shown(item) }));
  const preselected = items.filter((item) => item.preselected);
  const allowed = await chooseMany(`What may ${name} do?`, choices(items), preselected, signal);
  if (!allowed) return undefined;
  const rest = items.filter((item) => !allowed.includes(item));
  const refused = rest.filter(({ state }) => state === "denied");
  const question = "What of the rest to deny for good? All else is asked for when it is needed.";
  const denied = rest.length === 0 ? [] : await chooseMany(question, choices(rest), refused, signal);
  if (!denied) return undefined;
  return new Map([
    ...allowed.map((item) => [item, "allow"] as const),
    ...denied.map((item) => [item, "deny"] as const),
  ]);
}

function shown({ kind, scope, optional, reason, risk }: ReviewItem): { readonly label: string; readonly hint: string } {
  const notes = [`${risk.word}: ${risk.why}`, ...(optional ? ["optional"] : [])];
  const says = reason === undefined ? [] : [`the plugin says: "${escapeForDisplay(reason, MAX_SHOWN)}"`];
  return { label: `${kind} ${escapeForDisplay(scope, MAX_SHOWN)}  [${notes.join("; ")}]`, hint: says.join("") };
}
