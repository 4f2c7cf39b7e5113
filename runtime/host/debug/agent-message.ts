/** Reads what the debug agent says. It comes out of the plugin's realm, so nothing about it is certain. */
import type { AgentEvent, AgentReply } from "../../core/debug/agent-messages.ts";
import type { StopReason } from "../../core/debug/inspector.ts";
import { readJson } from "../read-json.ts";

const REASONS: Readonly<Record<StopReason, true>> = {
  entry: true,
  breakpoint: true,
  "function breakpoint": true,
  step: true,
  pause: true,
  exception: true,
  goto: true,
  debugger: true,
};

/** Undefined when it is none. Values of replies are not looked into: whoever asked does that. */
export function readAgentMessage(json: string): AgentReply | AgentEvent | undefined {
  let value: unknown;
  try {
    value = readJson(json);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const message = value as Readonly<Record<string, unknown>>;
  if (message.event === "stopped") return isStop(message) ? (value as AgentEvent) : undefined;
  if (message.event === "output") return isOutput(message) ? (value as AgentEvent) : undefined;
  if (message.event !== undefined || typeof message.id !== "number") return undefined;
  return message.ok === true || typeof message.error === "string" ? (value as AgentReply) : undefined;
}

function isStop({ reason, breakpoints, description = "" }: Readonly<Record<string, unknown>>): boolean {
  if (typeof reason !== "string" || !Object.hasOwn(REASONS, reason) || typeof description !== "string") return false;
  return Array.isArray(breakpoints) && breakpoints.every((id) => typeof id === "number");
}

function isOutput({ category, text, site }: Readonly<Record<string, unknown>>): boolean {
  return (category === "console" || category === "stderr") && typeof text === "string" && typeof site === "number";
}
