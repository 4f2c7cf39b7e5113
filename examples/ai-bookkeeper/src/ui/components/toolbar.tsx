import { useId, useState } from "react";
import type { Summary } from "../../models/dashboard.ts";
import { REPORT_FORMATS, type ReportFormat } from "../../models/report.ts";
import type { Dashboard } from "../use-dashboard.ts";

/** Chooses the period and writes its report. */
export function Toolbar({ dashboard, summary }: { readonly dashboard: Dashboard; readonly summary: Summary }) {
  const id = useId();
  const [format, setFormat] = useState<ReportFormat>("pdf");
  const { period, busy } = dashboard;
  // A period kept from an earlier session may hold nothing by now; it must stay visible to be changed.
  const listed = period === null || summary.periods.includes(period) ? summary.periods : [period, ...summary.periods];
  return (
    <form
      className="toolbar"
      onSubmit={(event) => {
        event.preventDefault();
        dashboard.report(format);
      }}
    >
      <label htmlFor={`${id}-period`}>Period</label>
      <select
        id={`${id}-period`}
        value={period ?? ""}
        onChange={({ target }) => dashboard.choosePeriod(target.value === "" ? null : target.value)}
      >
        <option value="">{period === null ? `Default (${summary.period})` : "Default"}</option>
        {listed.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <label htmlFor={`${id}-format`}>Report</label>
      <span className="row">
        <select
          id={`${id}-format`}
          value={format}
          onChange={({ target }) => setFormat(REPORT_FORMATS.find((name) => name === target.value) ?? "pdf")}
        >
          {REPORT_FORMATS.map((name) => (
            <option key={name} value={name}>
              {name.toUpperCase()}
            </option>
          ))}
        </select>
        <button type="submit" disabled={busy !== undefined}>
          Generate
        </button>
      </span>
    </form>
  );
}
