import type { CategorisedTransaction } from "../../models/report.ts";
import { Money } from "./money.tsx";

interface Props {
  readonly rows: readonly CategorisedTransaction[];
  /** How many the period has. */
  readonly all: number;
}

/** The newest transactions: two lines each, so that a sidebar's width is enough. */
export function TransactionsTable({ rows, all }: Props) {
  return (
    <table className="transactions">
      <caption>{rows.length < all ? `Newest ${rows.length} of ${all} transactions` : `${all} transactions`}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Transaction</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.file}:${row.line}`}>
            <td>
              <span className="payee" title={row.memo === "" ? undefined : row.memo}>
                {row.payee}
              </span>
              <span className="detail">
                <time dateTime={row.date}>{row.date}</time> · {row.category}
              </span>
            </td>
            <td className="number">
              <Money cents={row.cents} />
              <span className="detail">{row.currency}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
