/** What a row of the host's method table is: nothing reaches a handler that the row did not check. */
import type { Json } from "../../../schemas/guest-api.ts";
import type { AllowedPath, FileAccess } from "../permissions/broker.ts";
import type { PluginContext } from "../plugin-context.ts";

declare const guestPath: unique symbol;

/** A path as the guest wrote it. Typed apart from other strings, so that no row can take one without guarding it. */
export type GuestPath = string & { readonly [guestPath]: true };

/** The parameters of a row that are paths. */
export type PathsOf<P> = { [K in keyof P]-?: P[K] extends GuestPath ? K : never }[keyof P] & string;

/**
 * What a method needs. `none` is said, not left out: a row without a permission does not compile, and neither does one
 * that takes paths and leaves one of them out.
 */
export type Permission<P> = [PathsOf<P>] extends [never]
  ?
      | { readonly kind: "none" }
      | { readonly kind: "system"; readonly name: string }
      /** `url` is where the method goes first; what it meets on the way it checks itself. */
      | { readonly kind: "net"; readonly url: (params: P) => string }
  : FilesPermission<PathsOf<P>>;

export interface FilesPermission<K extends string = string> {
  readonly kind: "files";
  /** By the name of the parameter. */
  readonly access: Readonly<Record<K, FileAccess>>;
}

export interface MethodCall<K extends string = string> {
  readonly plugin: PluginContext;
  /** The files that were allowed, by the name of the parameter. */
  readonly paths: Readonly<Record<K, AllowedPath>>;
  readonly bytes: ArrayBuffer | undefined;
  /** Aborted when the plugin stops; of a `cancellable` row also when the guest cancels the call. */
  readonly signal: AbortSignal;
}

export interface MethodResult {
  readonly value?: Json | undefined;
  readonly bytes?: ArrayBuffer;
}

/** A row as it is written, its parts checked against the parameter type. */
export interface MethodRow<P> {
  /** JSON Schema of the parameter object. */
  readonly params: object;
  readonly permission: Permission<P>;
  /** The guest may cancel it: worth a signal of its own only for what takes long. @default false */
  readonly cancellable?: boolean;
  /** Its handler itself may ask the person. @default false */
  readonly asks?: boolean;
  readonly handler: (params: P, call: MethodCall<PathsOf<P>>) => Promise<MethodResult | void>;
}

/** A row as it is dispatched: the schema vouches for the parameters at run time. */
export interface Method {
  readonly params: object;
  readonly permission: Exclude<Permission<object>, FilesPermission> | FilesPermission;
  readonly cancellable?: boolean;
  readonly asks?: boolean;
  readonly handler: (params: never, call: MethodCall) => Promise<MethodResult | void>;
}

export type MethodTable = Readonly<Record<string, Method>>;

/** Checks a row against its parameter type, then forgets the type. */
export function method<P>(row: MethodRow<P>): Method {
  return row as unknown as Method;
}

/** Schema of a `GuestPath`. */
export const PATH = { type: "string", minLength: 1, maxLength: 4096 };

/** Schema of an object with exactly these properties, all required but those in `optional`. */
export function params(properties: Record<string, object>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}
