/** How a run failed, in words. */
import { toErrorData } from "../../core/errors.ts";

/** What ended the plugin, in words: head, stack and hint. */
export function describeFailure(error: unknown): string {
  const { name, message, stack, hint } = toErrorData(error);
  const head =
    name === "AiHubError" || name === "IsolationError" || name === "BuildError" ? message : `${name}: ${message}`;
  const frames = stack.split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [head, ...frames, ...(hint ? [`hint: ${hint}`] : [])].join("\n");
}
