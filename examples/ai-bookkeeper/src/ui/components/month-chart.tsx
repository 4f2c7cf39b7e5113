import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import type { CurrencyTotals } from "../../models/report.ts";
import "uplot/dist/uPlot.min.css";
import { Money } from "./money.tsx";

const HEIGHT = 140;
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface Props {
  readonly currency: string;
  readonly months: CurrencyTotals["months"];
}

/** Money in and out by month, as bars; the same figures stand in a table for those who cannot see them. */
export function MonthChart({ currency, months }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const theme = useThemeChanges();
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    // Read again for every theme: a canvas does not follow CSS variables by itself.
    void theme;
    const chart = new uPlot(options(months, element), data(months), element);
    const resize = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [months, theme]);
  return (
    <figure>
      <div ref={holder} className="chart" aria-hidden="true" />
      <table className="visually-hidden">
        <caption>{currency} by month</caption>
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col">In</th>
            <th scope="col">Out</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, inCents, outCents }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td>
                <Money cents={inCents} />
              </td>
              <td>
                <Money cents={outCents} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function data(months: Props["months"]): uPlot.AlignedData {
  return [
    months.map((_, index) => index),
    months.map(({ inCents }) => inCents / 100),
    months.map(({ outCents }) => outCents / 100),
  ];
}

function options(months: Props["months"], element: Element): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || style.color;
  const axis = { stroke: colour("--muted"), font: `10px ${style.fontFamily}`, ticks: { show: false } };
  const grid = { stroke: colour("--line"), width: 1 };
  const bars = uPlot.paths.bars?.({ size: [0.6, 32] });
  const series = (label: string, fill: string): uPlot.Series => ({
    label,
    fill,
    stroke: fill,
    width: 1,
    points: { show: false },
    ...(bars && { paths: bars }),
  });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, months.length - 0.4] } },
    series: [{}, series("In", colour("--in")), series("Out", colour("--out"))],
    axes: [
      {
        ...axis,
        size: 20,
        grid: { show: false },
        splits: months.map((_, index) => index),
        values: (_chart, splits) => splits.map((index) => monthName(months[index]?.month, months.length)),
      },
      { ...axis, size: 38, grid, values: (_chart, splits) => splits.map(short) },
    ],
  };
}

function monthName(month: string | undefined, count: number): string {
  const name = NAMES[Number(month?.slice(5)) - 1] ?? "";
  return count > 6 ? name.slice(0, 1) : name;
}

function short(amount: number): string {
  return Math.abs(amount) >= 1000 ? `${amount / 1000}k` : String(amount);
}

/** Counts changes of the editor's theme, which arrive as attributes of the document. */
function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setChanges((count) => count + 1));
    const attributes = { attributes: true, attributeFilter: ["class", "style", "data-vscode-theme-id"] };
    observer.observe(document.documentElement, attributes);
    observer.observe(document.body, attributes);
    return () => observer.disconnect();
  }, []);
  return changes;
}
