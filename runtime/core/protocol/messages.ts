/**
 * What crosses between the host and a plugin's worker. Structured-clone data only; arguments and results are one JSON
 * string that the guest made itself, bytes lie beside it. Either side treats a message of another version as a fault.
 */
import type { ErrorData, Fault } from "../errors.ts";

export const PROTOCOL_VERSION = 1;

/** A JSON text and the byte arrays it refers to. */
export interface Payload {
  readonly json: string;
  readonly bytes?: ArrayBuffer;
}

/** Limits of one sandbox. */
export interface Limits {
  /** Milliseconds that module evaluation and `activate` may take, waiting for the host not counted. */
  readonly activateMs: number;
  /** The same for each later call, event or timer. */
  readonly callMs: number;
  /** Ceiling of the WebAssembly memory, in MB (the interpreter itself takes about 1 of them). */
  readonly memoryMB: number;
  readonly maxConcurrentCalls: number;
}

/** What a guest can be called for. */
export type CallKind =
  | "activate"
  | "deactivate"
  | "command"
  | "endpoint"
  | "event"
  | "panel"
  | "config"
  | "watch"
  | "permission"
  | "test";

/**
 * What the entry module is: a plugin's; a bare file, whose result of `activate` is its default export; or a test file,
 * whose result is the names of its tests.
 */
export type EntryRole = "plugin" | "bare" | "tests";

export type ToWorker =
  | {
      readonly v: 1;
      readonly type: "start";
      readonly plugin: { readonly id: string; readonly version: string; readonly manifestJson: string };
      /** Module sources by name; the loader knows no others. */
      readonly modules: Readonly<Record<string, string>>;
      readonly entry: string;
      /** Names of the `aiHub` namespaces that exist for this plugin. */
      readonly namespaces: readonly string[];
      readonly configJson: string;
      readonly limits: Limits;
      /** Host methods whose calls tell where in its code the guest made them. */
      readonly stackOf: readonly string[];
      readonly role: EntryRole;
    }
  | {
      readonly v: 1;
      readonly type: "call";
      readonly id: number;
      readonly kind: CallKind;
      readonly name: string;
      readonly input: Payload;
    }
  /** The person cancelled the call: its signal aborts. */
  | { readonly v: 1; readonly type: "cancel"; readonly id: number }
  /** A command for the debug agent, as JSON; it is read even while the guest runs or is stopped. */
  | { readonly v: 1; readonly type: "debug"; readonly json: string }
  | { readonly v: 1; readonly type: "reply"; readonly id: number; readonly ok: true; readonly value: Payload }
  | { readonly v: 1; readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: ErrorData };

export interface WorkerUsage {
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export type FromWorker =
  | { readonly v: 1; readonly type: "ready" }
  /** The guest no longer waits for a host call: a method that is cancellable ends early. The call is replied to all the same. */
  | { readonly v: 1; readonly type: "cancel"; readonly id: number }
  | {
      readonly v: 1;
      readonly type: "hostcall";
      readonly id: number;
      readonly method: string;
      readonly args: Payload;
      /** The frames of the call as the interpreter tells them: innermost first, cut, and with names that the guest chose. */
      readonly stack?: string;
    }
  | {
      readonly v: 1;
      readonly type: "done";
      readonly id: number;
      readonly usage: WorkerUsage;
      readonly ok: true;
      readonly value: Payload;
    }
  | {
      readonly v: 1;
      readonly type: "done";
      readonly id: number;
      readonly usage: WorkerUsage;
      readonly ok: false;
      readonly error: ErrorData;
    }
  /** What the debug agent says, as JSON. */
  | { readonly v: 1; readonly type: "debug"; readonly json: string }
  /** `stack` only of a plugin that is debugged. */
  | { readonly v: 1; readonly type: "log"; readonly level: LogLevel; readonly text: string; readonly stack?: string }
  /** An error nobody awaited: an unhandled rejection, or a throw in a timer or event handler. */
  | { readonly v: 1; readonly type: "uncaught"; readonly error: ErrorData }
  | {
      readonly v: 1;
      readonly type: "fault";
      readonly fault: Fault;
      readonly message: string;
      readonly usage: WorkerUsage;
    };

/** Host calls of one plugin that may be on their way at once; the rest wait in the worker. */
export const MAX_CALLS_IN_FLIGHT = 256;
/** Host calls that may wait; more are refused in the guest. */
export const MAX_QUEUED_CALLS = 100_000;
/** Bytes of arguments that may wait. */
export const MAX_QUEUED_BYTES = 64 * 1024 * 1024;
/** Characters of JSON of one argument list or result. */
export const MAX_JSON = 16 * 1024 * 1024;
/** Bytes beside one argument list or result. */
export const MAX_BYTES = 32 * 1024 * 1024;
/** Characters of the stack of a host call. */
export const MAX_STACK = 8192;
