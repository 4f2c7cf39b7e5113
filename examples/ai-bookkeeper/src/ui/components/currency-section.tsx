import { useId } from "react";
import type { CurrencyTotals } from "../../models/report.ts";
import { Money } from "./money.tsx";
import { MonthChart } from "./month-chart.tsx";

const SHOWN_CATEGORIES = 8;

/** Totals, months and categories of one currency; currencies are never added up. */
export function CurrencySection({ totals }: { readonly totals: CurrencyTotals }) {
  const id = useId();
  const shown = totals.categories.slice(0, SHOWN_CATEGORIES);
  const rest = totals.categories.slice(SHOWN_CATEGORIES);
  const largest = Math.max(1, ...shown.map(({ netCents }) => Math.abs(netCents)));
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{totals.currency}</h2>
      <dl className="cards">
        <div className="card wide">
          <dt>Net</dt>
          <dd>
            <Money cents={totals.netCents} />
          </dd>
        </div>
        <div className="card">
          <dt>In</dt>
          <dd>
            <Money cents={totals.inCents} />
          </dd>
        </div>
        <div className="card">
          <dt>Out</dt>
          <dd>
            <Money cents={totals.outCents} />
          </dd>
        </div>
      </dl>
      <MonthChart currency={totals.currency} months={totals.months} />
      <table className="categories">
        <caption>By category</caption>
        <tbody>
          {shown.map(({ category, netCents }) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              <td className="share" aria-hidden="true">
                <meter
                  className={netCents < 0 ? "negative" : ""}
                  min={0}
                  max={largest}
                  value={Math.abs(netCents)}
                  tabIndex={-1}
                />
              </td>
              <td className="number">
                <Money cents={netCents} />
              </td>
            </tr>
          ))}
          {rest.length > 0 && (
            <tr>
              <th scope="row">{rest.length} more</th>
              <td className="share" />
              <td className="number">
                <Money cents={rest.reduce((sum, { netCents }) => sum + netCents, 0)} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
