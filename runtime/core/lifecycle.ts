/** The states of a plugin and the ways between them. Pure. */

export type PluginStatus = "stopped" | "starting" | "running" | "stopping" | "error";

const NEXT: Readonly<Record<PluginStatus, readonly PluginStatus[]>> = {
  stopped: ["starting"],
  starting: ["running", "error", "stopping"],
  running: ["stopping", "error"],
  stopping: ["stopped", "error"],
  error: ["starting", "stopped"],
};

/** The next status, or a throw when the way does not exist: that is a bug of the host, not of a plugin. */
export function transition(from: PluginStatus, to: PluginStatus): PluginStatus {
  if (!NEXT[from].includes(to)) throw new Error(`A plugin cannot go from ${from} to ${to}`);
  return to;
}
