import { useEffect, useId, useRef } from "react";
import { CURRENCIES } from "../../models/money.ts";

interface Props {
  readonly add: (fields: Record<string, string>) => void;
  /** Grows when a transaction was added. */
  readonly added: number;
  readonly busy: boolean;
}

/** A form for one transaction. The plugin checks it; what was typed stays until it is accepted. */
export function AddTransaction({ add, added, busy }: Props) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (added > 0) form.current?.reset();
  }, [added]);
  return (
    <details className="add">
      <summary>Add a transaction</summary>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          add(Object.fromEntries([...fields].map(([name, value]) => [name, String(value)])));
        }}
      >
        <label htmlFor={`${id}-date`}>Date</label>
        <input id={`${id}-date`} name="date" type="date" required />
        <label htmlFor={`${id}-payee`}>Payee</label>
        <input id={`${id}-payee`} name="payee" required maxLength={200} />
        <label htmlFor={`${id}-amount`}>Amount</label>
        <input id={`${id}-amount`} name="amount" inputMode="decimal" placeholder="-12.50" required maxLength={20} />
        <label htmlFor={`${id}-currency`}>Currency</label>
        <select id={`${id}-currency`} name="currency">
          {CURRENCIES.map((currency) => (
            <option key={currency}>{currency}</option>
          ))}
        </select>
        <label htmlFor={`${id}-memo`}>Memo</label>
        <input id={`${id}-memo`} name="memo" maxLength={500} />
        <button type="submit" disabled={busy}>
          Add
        </button>
      </form>
    </details>
  );
}
