/** What the parts of `inspect` share: where it stands, and how to read an object without running its code. */
import { looking } from "./brand.ts";
import { getOwnPropertyDescriptor, getPrototypeOf } from "./primordials.ts";

export interface Context {
  readonly depth: number;
  /** Shows a value that lies inside the current one. */
  readonly show: (value: unknown) => string;
  /** The objects that contain the one being shown. */
  readonly path: object[];
  /** Numbers of the objects that contain themselves. */
  readonly circular: Map<object, number>;
  /** Characters shown so far, about. */
  total: number;
  indent: number;
  /** Level of the object that was shown last: how deep the nesting is, for the layout. */
  level: number;
}

export function nest(context: Context, run: () => void): void {
  context.indent += 2;
  run();
  context.indent -= 2;
}

export function showDescriptor(context: Context, descriptor: PropertyDescriptor): string {
  if (descriptor.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
  if (descriptor.set !== undefined) return "[Setter]";
  return context.show(descriptor.value);
}

/** A data property of the object or its prototypes; accessors count as absent. */
export function dataProperty(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at !== null && !looking.isProxy(at); at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor.value;
  }
  return undefined;
}

/** The name of the nearest constructor, read without running anything. */
export function constructorName(object: object): string | undefined {
  for (let at: object | null = object; at !== null && !looking.isProxy(at); at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, "constructor");
    if (typeof descriptor?.value === "function") {
      const name = dataProperty(descriptor.value as object, "name");
      if (typeof name === "string" && name !== "") return name;
    }
  }
  return undefined;
}
