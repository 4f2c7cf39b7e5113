/** The thread that analyses plugins' sources, so that a large one holds up nobody who types. */
import { parentPort } from "node:worker_threads";
import { SourceIndex } from "../../runtime/core/manifest/sources/source-index.ts";
import type { AnalysisReply, AnalysisRequest } from "./analyst.ts";

const indexes = new Map<string, SourceIndex>();

parentPort?.on("message", ({ folder, id, changed, removed, isClosed }: AnalysisRequest) => {
  if (isClosed) {
    indexes.delete(folder);
    return;
  }
  const index = indexes.get(folder) ?? new SourceIndex();
  indexes.set(folder, index);
  for (const path of removed) index.delete(path);
  for (const [path, text] of changed) index.set(path, text);
  const reply: AnalysisReply = { folder, id, uses: index.uses() };
  parentPort?.postMessage(reply);
});
