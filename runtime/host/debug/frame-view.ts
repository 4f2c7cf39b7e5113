/** What the agent says of frames and scopes, in the author's words. */
import type { AgentFrame, ScopeReference } from "../../core/debug/agent-messages.ts";
import type { Frame, Scope } from "../../core/debug/inspector.ts";
import type { KnownSite, SourceIndex } from "./source-index.ts";

/** Undefined when its site is none of this plugin. */
export function showFrame(index: SourceIndex, { id, site, async }: AgentFrame): Frame | undefined {
  const known = index.site(site);
  if (!known) return undefined;
  const info = index.functionOf(known);
  const name = info?.kind === "module" ? "(module)" : info?.name || "(anonymous)";
  return { id, name, place: index.place(known), foreign: known.source.foreign, async };
}

/** @param known where the frame stands */
export function showScopes(known: KnownSite | undefined, scopes: readonly ScopeReference[]): readonly Scope[] {
  return scopes.flatMap(({ scope, name, reference }): Scope[] => {
    if (name) return [{ name, reference, expensive: name === "Global" }];
    const info = known?.table.scopes[scope];
    if (!info || !known) return [];
    if (info.kind === "module") return [{ name: "Module", reference, expensive: false }];
    if (info.function !== known.site.function) return [{ name: "Closure", reference, expensive: false }];
    return [{ name: info.kind === "function" ? "Local" : "Block", reference, expensive: false }];
  });
}
