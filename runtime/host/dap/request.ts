/** What a row of the table of requests is: a client's arguments are checked before a handler sees them. */
import type { DebugContext } from "./context.ts";

export interface RequestRow<A, B> {
  /** JSON Schema of the arguments. */
  readonly args: object;
  /** When it may be asked. @default "initialized" */
  readonly when?: "first" | "initialized" | "anytime";
  /** Who cancels it is answered at once, and what it runs in the plugin is ended. @default false */
  readonly cancellable?: boolean;
  /** The person should see its failure even where the client would only log it. @default false */
  readonly showsError?: boolean;
  /** @returns the body of the response. @param signal the client has cancelled it */
  readonly run: (context: DebugContext, args: A, signal: AbortSignal) => Promise<B> | B;
  /** What happens once the response is on its way. */
  readonly after?: (context: DebugContext, args: A) => void;
}

/** A row as it is dispatched: the schema vouches for the arguments at run time. */
export type Request = RequestRow<never, object | undefined | void>;

export type RequestTable = Readonly<Record<string, Request>>;

/** Checks a row against its arguments' type, then forgets the type. */
export function request<A, B extends object | undefined | void>(row: RequestRow<A, B>): Request {
  return row as unknown as Request;
}

/** Schema of an object with at least the required ones of these properties. Clients may send more. */
export function args(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required };
}

export const INTEGER = { type: "integer" };
export const COUNT = { type: "integer", minimum: 0 };
export const TEXT = { type: "string", maxLength: 1_000_000 };
export const FLAG = { type: "boolean" };
export const SOURCE = args({ path: TEXT, sourceReference: INTEGER, name: TEXT }, ["path", "sourceReference", "name"]);
export const FORMAT = args({ hex: FLAG }, ["hex"]);
export const THREAD = args({ threadId: INTEGER }, ["threadId"]);
export const NOTHING = { type: "object" };
