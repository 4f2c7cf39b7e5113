/** What a row of the host's method table is: nothing reaches a handler that the row did not check. */
import type { Json } from "../../../schemas/guest-api.ts";
import type { AllowedPath } from "../permissions/broker.ts";
import type { PluginContext } from "../plugin-context.ts";

/** What a method needs. `none` is said, not left out: a row without a permission does not compile. */
export type Permission<P> =
  | { readonly kind: "none" }
  | { readonly kind: "read" | "write"; readonly path: (params: P) => string }
  | { readonly kind: "system"; readonly name: string };

export interface MethodCall {
  readonly plugin: PluginContext;
  /** The file that was allowed; empty strings for methods whose permission is not about files. */
  readonly path: AllowedPath;
  readonly bytes: ArrayBuffer | undefined;
  /** Aborted when the plugin stops. */
  readonly signal: AbortSignal;
}

export interface MethodResult {
  readonly value?: Json | undefined;
  readonly bytes?: ArrayBuffer;
}

export interface Method<P = never> {
  /** JSON Schema of the parameter object. */
  readonly params: object;
  readonly permission: Permission<P>;
  readonly handler: (params: P, call: MethodCall) => Promise<MethodResult | void>;
}

export type MethodTable = Readonly<Record<string, Method>>;

/** Checks a row against its parameter type, then forgets the type: the schema vouches for it at run time. */
export function method<P>(row: Method<P>): Method {
  return row as unknown as Method;
}

/** Schema of an object with exactly these properties, all required but those in `optional`. */
export function params(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}
