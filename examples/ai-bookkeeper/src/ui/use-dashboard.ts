/** The conversation of the page with its plugin, as React state. */
import type { AiHubPanel } from "@aihub/sdk";
import { useCallback, useEffect, useRef, useState } from "react";
import type { PanelMessage, PanelRequest, Summary } from "../models/dashboard.ts";
import type { ReportFormat } from "../models/report.ts";

/** Milliseconds without an answer after which the page says so instead of waiting on. */
const PATIENCE = { summary: 15_000, add: 15_000, report: 60_000 } as const;
const SILENCE = "The plugin has not answered yet. It may wait for a permission, or have been stopped.";

export interface Dashboard {
  readonly summary: Summary | undefined;
  /** A request is on its way. */
  readonly busy: PanelRequest["type"] | undefined;
  readonly error: { readonly request: PanelRequest["type"]; readonly message: string } | undefined;
  /** What was done last, for the status line. */
  readonly done: string | undefined;
  /** Counts added transactions, so that the form knows when to empty itself. */
  readonly added: number;
  /** The chosen period; null follows the newest transaction. */
  readonly period: string | null;
  choosePeriod(period: string | null): void;
  report(format: ReportFormat): void;
  add(fields: Record<string, string>): void;
  retry(): void;
}

interface Kept {
  readonly period: string | null;
}

/** @param panel the page's link; what it keeps outlives a reload of the page */
export function useDashboard(panel: AiHubPanel): Dashboard {
  const [period, setPeriod] = useState<string | null>(() => panel.getState<Kept>()?.period ?? null);
  const [summary, setSummary] = useState<Summary>();
  const [busy, setBusy] = useState<PanelRequest["type"]>();
  const [error, setError] = useState<Dashboard["error"]>();
  const [done, setDone] = useState<string>();
  const [added, setAdded] = useState(0);
  const chosen = useRef(period);
  const waiting = useRef<number>(undefined);

  const ask = useCallback(
    (request: PanelRequest) => {
      setBusy(request.type);
      window.clearTimeout(waiting.current);
      waiting.current = window.setTimeout(() => {
        setBusy(undefined);
        setError({ request: "summary", message: SILENCE });
      }, PATIENCE[request.type]);
      panel.postMessage(request);
    },
    [panel],
  );
  const askSummary = useCallback(() => ask({ type: "summary", period: chosen.current }), [ask]);

  useEffect(() => {
    const answered = () => {
      window.clearTimeout(waiting.current);
      setBusy(undefined);
    };
    const stop = panel.onMessage((message: PanelMessage) => {
      switch (message.type) {
        case "summary":
          answered();
          setSummary(message.summary);
          setError(undefined);
          break;
        case "changed":
          askSummary();
          break;
        case "report":
          answered();
          setError(undefined);
          setDone(`Written: ${message.path}`);
          break;
        case "added":
          // The "changed" that follows from the event asks for the new summary.
          answered();
          setError(undefined);
          setDone("Transaction added");
          setAdded((count) => count + 1);
          break;
        case "error":
          answered();
          setDone(undefined);
          setError({ request: message.request, message: message.message });
          break;
      }
    });
    askSummary();
    return () => {
      stop();
      window.clearTimeout(waiting.current);
    };
  }, [panel, askSummary]);

  return {
    summary,
    busy,
    error,
    done,
    added,
    period,
    choosePeriod(next) {
      chosen.current = next;
      setPeriod(next);
      setDone(undefined);
      panel.setState({ period: next } satisfies Kept);
      askSummary();
    },
    report(format) {
      setDone(undefined);
      if (summary) ask({ type: "report", period: summary.period, format });
    },
    add(fields) {
      setDone(undefined);
      ask({ type: "add", fields });
    },
    retry: askSummary,
  };
}
