import { formatCents } from "../../models/money.ts";

/** An amount; the sign is written, the colour only repeats it. */
export function Money({ cents }: { readonly cents: number }) {
  return <span className={cents < 0 ? "money negative" : "money"}>{formatCents(cents, true)}</span>;
}
