/** Where a debug adapter has nobody to ask, what would have to be asked is denied, and the debug console says what to do. */
import type { Place } from "../../core/debug/inspector.ts";
import { allowInLaunch } from "../../core/permissions/allow-flag.ts";
import type { PromptAnswer, Prompter, PromptRequest } from "../../core/ports.ts";
import type { DebugConsole } from "./debug-targets.ts";

export class LaunchPrompter implements Prompter {
  readonly #console: DebugConsole;

  constructor(console: DebugConsole) {
    this.#console = console;
  }

  async ask({ pluginName, kind, value, scope, origin }: PromptRequest): Promise<PromptAnswer> {
    const place = origin === undefined ? "" : `, asked by ${origin},`;
    const text = `Permission ${kind} ${value} for ${pluginName}${place} is denied: nobody can be asked here.`;
    const advice = `Add to the debug configuration: ${allowInLaunch(kind, scope)}`;
    this.#console("important", `${text} ${advice}`, origin === undefined ? undefined : placeOf(origin));
    return "deny";
  }
}

/** Of `src/main.ts:12 in loadRates`, as a `PromptRequest` has it. */
function placeOf(origin: string): Place | undefined {
  const [, source, line] = /^(.+?):(\d+)(?: in |$)/.exec(origin) ?? [];
  return source === undefined ? undefined : { source, line: Number(line), column: 1 };
}
