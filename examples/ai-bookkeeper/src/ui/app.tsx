import type { AiHubPanel } from "@aihub/sdk";
import type { Summary } from "../models/dashboard.ts";
import { AddTransaction } from "./components/add-transaction.tsx";
import { CurrencySection } from "./components/currency-section.tsx";
import { RejectedRows } from "./components/rejected-rows.tsx";
import { Toolbar } from "./components/toolbar.tsx";
import { TransactionsTable } from "./components/transactions-table.tsx";
import { useDashboard } from "./use-dashboard.ts";

export function App({ panel }: { readonly panel: AiHubPanel }) {
  const dashboard = useDashboard(panel);
  const { summary, busy, error, done } = dashboard;
  return (
    <main aria-busy={busy !== undefined}>
      {summary && <Toolbar dashboard={dashboard} summary={summary} />}
      {summary && <AddTransaction add={dashboard.add} added={dashboard.added} busy={busy !== undefined} />}
      <p className="status" role="status">
        {busy === "summary" && !summary ? "Loading transactions…" : busy === "report" ? "Writing the report…" : done}
      </p>
      {error !== undefined && (
        <div className="error" role="alert">
          <p>{error.message}</p>
          {error.request === "summary" && (
            <button type="button" className="secondary" onClick={dashboard.retry}>
              Try again
            </button>
          )}
        </div>
      )}
      {summary && <Content summary={summary} />}
    </main>
  );
}

function Content({ summary }: { readonly summary: Summary }) {
  return (
    <>
      {summary.rowsReported === 0 ? (
        <p className="empty">No transactions in {summary.period}.</p>
      ) : (
        summary.totals.map((totals) => <CurrencySection key={totals.currency} totals={totals} />)
      )}
      <RejectedRows rows={summary.rejected} all={summary.rowsRejected} />
      {summary.recent.length > 0 && <TransactionsTable rows={summary.recent} all={summary.rowsReported} />}
      <p className="count">
        {summary.rowsIn} rows in = {summary.rowsReported} reported + {summary.rowsOutsidePeriod} outside{" "}
        {summary.period} + {summary.rowsRejected} rejected
      </p>
    </>
  );
}
