/** Runs plugin commands for a person: progress with a Cancel that works, errors with a way to the log. */
import { type Progress, ProgressLocation, window } from "vscode";
import { AiHubError } from "../runtime/core/errors.ts";
import type { PluginInstance } from "../runtime/host/plugin-instance.ts";
import { errorText, inert } from "./display.ts";
import type { ChannelLog } from "./ports/log.ts";

interface Run {
  readonly progress: Progress<{ message?: string; increment?: number }>;
  /** Percent shown so far. */
  shown: number;
}

export class RunningCommands {
  readonly #log: ChannelLog;
  readonly #runs = new Map<string, Set<Run>>();

  constructor(log: ChannelLog) {
    this.#log = log;
  }

  /**
   * Runs a declared command, starting its plugin first where needed. Resolves with the command's result, or with
   * `undefined` when it failed or was cancelled, which the person has been told.
   */
  async run(instance: PluginInstance, command: string, title: string, input: unknown): Promise<unknown> {
    const options = {
      location: ProgressLocation.Notification,
      title: inert(`${instance.manifest.name}: ${title}`),
      cancellable: true,
    };
    return window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      const run: Run = { progress, shown: 0 };
      const runs = this.#runs.get(instance.id) ?? new Set();
      this.#runs.set(instance.id, runs.add(run));
      try {
        return await instance.invoke(command, toJson(input), abort.signal);
      } catch (error) {
        this.#report(instance, title, error, abort.signal.aborted);
        return undefined;
      } finally {
        runs.delete(run);
        subscription.dispose();
      }
    });
  }

  /** A plugin does not say which of its commands has come how far: all that run are told. */
  progress(pluginId: string, message: string, fraction: number | undefined): void {
    for (const run of this.#runs.get(pluginId) ?? []) {
      const percent = fraction === undefined ? run.shown : Math.round(fraction * 100);
      const increment = Math.max(0, percent - run.shown);
      run.shown += increment;
      run.progress.report({ message, ...(increment > 0 && { increment }) });
    }
  }

  #report(instance: PluginInstance, title: string, error: unknown, wasCancelled: boolean): void {
    // Whoever stops a plugin, or ends its debugging, need not be told that this ended its commands.
    if (wasCancelled || (error instanceof AiHubError && error.code === "ERR_CANCELLED")) {
      this.#log.write(instance.id, "info", `"${title}" was cancelled`);
      return;
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.write(instance.id, "error", `"${title}" failed\n${stack}`);
    void showErrorWithLog(this.#log, instance.id, `${instance.manifest.name}: "${title}" failed: ${errorText(error)}`);
  }
}

/** Shows a message with a button that leads to the plugin's log. */
export async function showErrorWithLog(log: ChannelLog, pluginId: string, message: string): Promise<void> {
  const showLog = "Show Log";
  if ((await window.showErrorMessage(inert(message), showLog)) === showLog) log.show(pluginId);
}

/** Another extension may call a plugin's command with anything; what is not JSON does not cross. */
function toJson(input: unknown): unknown {
  if (input === undefined) return undefined;
  try {
    return JSON.parse(JSON.stringify(input));
  } catch (error) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", "The command's input is not JSON", undefined, { cause: error });
  }
}
