/** What a plugin's source does that its manifest must know of. */
import type { PERMISSION_KINDS } from "../../permissions/kinds.ts";

/**
 * - `command`, `panel`, `endpoint`: a handler or panel is registered under the id
 * - `emit`, `listen`: an event is sent, or waited for
 * - `config`: a setting is read or written
 * - a permission kind: a call that needs it; the value is the path, host (URL), collection, model or capability
 */
export type UseKind =
  | "command"
  | "panel"
  | "endpoint"
  | "emit"
  | "listen"
  | "config"
  | (typeof PERMISSION_KINDS)[number];

export interface SourceUse {
  /** The file, relative to the plugin's folder, `/` between folders. */
  readonly path: string;
  readonly kind: UseKind;
  /** As far as it can be told without running the code; undefined when it is computed. */
  readonly value: string | undefined;
  /** The value is not a path or model but a scope that covers all that may come, such as `./data/**`. */
  readonly pattern?: true;
  /** Nothing is called here: a part of `aiHub` is handed on, and what is done with it cannot be told. */
  readonly passed?: true;
  /** The call as written, such as `aiHub.http.get`; `commands` or `endpoints` for what a module exports. */
  readonly call: string;
  /** Of the value inside its quotes, or of the call where there is none. Offsets in UTF-16 units, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Of `start`, both from 1. */
  readonly line: number;
  readonly column: number;
  /** Where the value stands inside its quotes when the call names a constant, perhaps one of another file. */
  readonly constant?: SourcePlace;
}

/** A place in a source file, as in {@link SourceUse}. */
export interface SourcePlace {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}
