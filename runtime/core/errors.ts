/**
 * Every error that AI Hub itself raises has a code from the closed list below; docs/errors.md explains them. `fault`
 * names the isolation failures, after which a sandbox is thrown away.
 */

export type ErrorCode =
  | "ERR_PERMISSION_DENIED"
  | "ERR_INVALID_ARGUMENT"
  | "ERR_NOT_FOUND"
  | "ERR_NOT_AVAILABLE"
  | "ERR_QUOTA"
  | "ERR_CANCELLED"
  | "ERR_BUILD"
  | "ERR_MANIFEST"
  | "ERR_IO"
  | "ERR_PLUGIN"
  | "ERR_TIMEOUT"
  | "ERR_MEMORY"
  | "ERR_STACK"
  | "ERR_CRASH"
  | "ERR_PROTOCOL";

/** The ways a sandbox can break. */
export type Fault = "timeout" | "memory" | "stack" | "crash" | "protocol";

/** An error as it crosses the worker boundary or stands in `--json`. Never carries a host stack. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly stack: string;
  readonly hint?: string;
}

/** An error of AI Hub with its stable code and, where there is one, what to do about it. */
export class AiHubError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = NAMES[code] ?? "AiHubError";
    this.code = code;
    this.hint = hint;
  }
}

const NAMES: Partial<Record<ErrorCode, string>> = {
  ERR_PERMISSION_DENIED: "SecurityError",
  ERR_INVALID_ARGUMENT: "TypeError",
  ERR_QUOTA: "QuotaExceededError",
  ERR_CANCELLED: "AbortError",
  ERR_TIMEOUT: "TimeoutError",
};

const FAULT_CODES = {
  timeout: "ERR_TIMEOUT",
  memory: "ERR_MEMORY",
  stack: "ERR_STACK",
  crash: "ERR_CRASH",
  protocol: "ERR_PROTOCOL",
} as const satisfies Record<Fault, ErrorCode>;

/** The sandbox broke: the plugin is in state `error` and its worker is gone. */
export class IsolationError extends AiHubError {
  readonly fault: Fault;

  constructor(fault: Fault, message: string, hint?: string) {
    super(FAULT_CODES[fault], message, hint);
    this.name = "IsolationError";
    this.fault = fault;
  }
}

/** The plugin's own code threw: carries the guest's name, message and (source-mapped) stack. */
export class PluginError extends AiHubError {
  readonly data: ErrorData;

  constructor(data: ErrorData) {
    super("ERR_PLUGIN", data.message, data.hint);
    this.name = data.name;
    this.stack = data.stack;
    this.data = data;
  }
}

/** What a guest or a JSON reader may see of any thrown value: no host stack, no host paths in frames. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof PluginError) return error.data;
  if (error instanceof AiHubError) {
    const { name, message, code, hint } = error;
    return { name, message, code, stack: "", ...(hint === undefined ? {} : { hint }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { name: "Error", message, code: "ERR_IO", stack: "" };
}
