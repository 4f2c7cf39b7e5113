import type { RejectedRow } from "../../models/transaction.ts";

interface Props {
  readonly rows: readonly RejectedRow[];
  readonly all: number;
}

/** Rows that are no transactions, with their place, so that they can be put right. */
export function RejectedRows({ rows, all }: Props) {
  if (all === 0) return null;
  return (
    <details className="rejected">
      <summary>
        {all} rejected {all === 1 ? "row" : "rows"}
      </summary>
      <ul>
        {rows.map(({ file, line, reason, text }) => (
          <li key={`${file}:${line}`}>
            <span>
              {file.replace("./data/", "")}:{line}: {reason}
            </span>
            <code>{text}</code>
          </li>
        ))}
      </ul>
      {rows.length < all && <p>{all - rows.length} more are in the report.</p>}
    </details>
  );
}
