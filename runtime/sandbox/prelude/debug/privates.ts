/** Private members of objects: only code of their class reads them, and instrumented classes lend the debugger a door. */
import { ACCESS, type Privates } from "../../../core/debug/site-table.ts";
import { apply } from "../web/primordials.ts";
import type { Accessor, FrameRecord } from "./frame.ts";

const MAX_FRAMES = 20;

/** The doors of the classes around the frames, the nearest first. */
export function privatesAround(frames: readonly FrameRecord[]): readonly Privates[] {
  const doors = new Set<Privates>();
  for (const frame of frames.slice(-MAX_FRAMES).reverse()) {
    let accessor: Accessor | undefined = frame.accessor;
    for (; accessor; accessor = accessor(ACCESS.parent) as Accessor | undefined) {
      const door = doorOf(accessor);
      if (door) doors.add(door);
    }
  }
  return [...doors];
}

/** It throws before `super()` was called: then there is no object yet. */
function doorOf(accessor: Accessor): Privates | undefined {
  try {
    return accessor(ACCESS.privates) as Privates | undefined;
  } catch {
    return undefined;
  }
}

/** What a door knows. Its lists are of the plugin's realm, so they are read by index. */
function membersOf(door: Privates): [name: string, kind: string][] {
  const known = door();
  const members: [string, string][] = [];
  for (let index = 0; index < known.length; index++) {
    const { 0: name = "", 1: kind = "" } = known[index] ?? {};
    members.push([name, kind]);
  }
  return members;
}

export interface PrivateMember {
  readonly name: string;
  readonly value: unknown;
}

/** The private fields that an object has, as far as the doors know them. Nothing of the plugin runs. */
export function privateFields(object: object, doors: readonly Privates[]): readonly PrivateMember[] {
  return doors.flatMap((door) =>
    membersOf(door).flatMap(([name, kind]) => {
      if (kind !== "field") return [];
      try {
        return [{ name, value: door(object, name) }];
      } catch {
        return []; // no object of this class
      }
    }),
  );
}

/** @throws TypeError when none of the classes around has such a member in this object */
export function usePrivate(
  doors: readonly Privates[],
  object: object,
  name: string,
  write: boolean,
  value: unknown,
): unknown {
  const door = doorTo(doors, name);
  return write ? door(object, name, "write", value) : door(object, name);
}

function doorTo(doors: readonly Privates[], name: string): Privates {
  const door = doors.find((one) => membersOf(one).some(([known]) => known === name));
  if (!door) throw new TypeError(`${name} is not a private member of a class around this frame`);
  return door;
}

/** What stands for the private members of an object. @param bound functions are called with the object as `this` */
function privateMembers(doors: readonly Privates[], object: object, bound: boolean): object {
  return new Proxy(Object.create(null) as object, {
    get(_, name) {
      const value = usePrivate(doors, object, String(name), false, undefined);
      return bound && typeof value === "function" ? (...args: unknown[]) => apply(value, object, args) : value;
    },
    set(_, name, value) {
      usePrivate(doors, object, String(name), true, value);
      return true;
    },
    has: (_, name) => doorTo(doors, String(name))(object, String(name), "has") as boolean,
  });
}

/** What private names in expressions become a call of; see host/debug/private-names.ts. */
export function privateDoor(frame: FrameRecord | undefined): Readonly<Record<string, unknown>> {
  if (!frame) return {};
  const doors = privatesAround([frame]);
  return {
    // Of nothing there is nothing: then the member access fails, or ends a `?.`.
    $private: (object: object | null | undefined, bound = false) =>
      object === null || object === undefined ? object : privateMembers(doors, object, bound),
  };
}
