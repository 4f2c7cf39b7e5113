/** The calls that a stopped plugin can be told to step into, while it is stopped. */
import type { CallTarget } from "../../core/debug/agent-messages.ts";
import type { StepInTarget } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";
import type { InstrumentedPlugin } from "./instrumented.ts";

/** A statement that makes more is a list of data. */
const MAX_TARGETS = 200;

export class StepTargets {
  readonly #targets = new Map<number, CallTarget>();
  /** Goes on from stop to stop, so that a number of an earlier one means nothing. */
  #next = 1;

  /** The calls of the statement at a site, in the order in which they are made. */
  list({ index, callsOf }: InstrumentedPlugin, site: number): readonly StepInTarget[] {
    const known = index.site(site);
    if (!known) return [];
    const own = callsOf(known).filter(({ source }) => source === known.site.source);
    return own.slice(0, MAX_TARGETS).map(({ label, start, end, at, constructs }) => {
      const id = this.#next++;
      this.#targets.set(id, { module: known.table.module, ...at, constructs });
      return { id, label, place: { source: known.source.path, ...start }, ...(end && { end }) };
    });
  }

  /** @throws AiHubError ERR_NOT_FOUND when no such call was listed since the plugin stopped */
  find(id: number): CallTarget {
    const target = this.#targets.get(id);
    if (!target) throw new AiHubError("ERR_NOT_FOUND", "There is no such call to step into");
    return target;
  }

  /** The plugin goes on. */
  clear(): void {
    this.#targets.clear();
  }
}
