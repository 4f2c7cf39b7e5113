/** How a run ended, as a number: the exit codes of the command line and of a debug session. */
import { AiHubError, type ErrorCode, PluginError } from "./errors.ts";

export const EXIT = {
  done: 0,
  pluginFailed: 1,
  usage: 2,
  permissionDenied: 3,
  timeLimit: 4,
  memoryLimit: 5,
  invalidManifest: 6,
  notFound: 7,
  /** As a shell has it for Ctrl-C. */
  interrupted: 130,
} as const;

const EXIT_BY_CODE: Partial<Record<ErrorCode, number>> = {
  ERR_PERMISSION_DENIED: EXIT.permissionDenied,
  ERR_TIMEOUT: EXIT.timeLimit,
  ERR_MEMORY: EXIT.memoryLimit,
  ERR_MANIFEST: EXIT.invalidManifest,
  ERR_NOT_FOUND: EXIT.notFound,
};

/** The exit code for what ended a run. */
export function exitCodeOf(error: unknown): number {
  // A guest's error may carry any code; only a denial that it let through means something here.
  if (error instanceof PluginError) {
    return error.data.code === "ERR_PERMISSION_DENIED" ? EXIT.permissionDenied : EXIT.pluginFailed;
  }
  return (error instanceof AiHubError && EXIT_BY_CODE[error.code]) || EXIT.pluginFailed;
}
