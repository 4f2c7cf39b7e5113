/** What stands behind each proxy. JavaScript cannot tell a proxy from its target, and asking one runs the guest's traps. */
import { apply, construct, defineProperty } from "../web/primordials.ts";

export interface ProxyInsides {
  readonly target: object;
  readonly handler: object;
}

/** Weakly, for a handler often knows its proxy: QuickJS never frees an entry of a WeakMap whose value leads to its key. */
interface Held {
  readonly target: WeakRef<object>;
  readonly handler: WeakRef<object>;
}

const table = new WeakMap<object, Held>();
/** Behind a proxy that was revoked there may be nothing any more. */
const GONE = Object.freeze({ __proto__: null });

/** Undefined when the object is no proxy. */
export function insidesOf(value: object): ProxyInsides | undefined {
  const held = table.get(value);
  return held && { target: held.target.deref() ?? GONE, handler: held.handler.deref() ?? GONE };
}

/** From now on each proxy is written down as it is made. `Proxy` itself looks and works as before. */
export function watchProxies(global: { Proxy: ProxyConstructor }): void {
  const Original = global.Proxy;
  // The list of arguments is an array of the plugin's realm.
  const remember = (proxy: object, { 0: target, 1: handler }: readonly object[]): object => {
    if (target && handler) table.set(proxy, { target: new WeakRef(target), handler: new WeakRef(handler) });
    return proxy;
  };
  const revocable = new Original(Original.revocable, {
    apply(make, self, args: object[]) {
      const made = apply(make, self, args) as { proxy: object };
      remember(made.proxy, args);
      return made;
    },
  });
  defineProperty(Original, "revocable", { value: revocable, writable: true, configurable: true });
  const value = new Original(Original, {
    construct: (target, args: object[], newTarget) => remember(construct(target, args, newTarget) as object, args),
  });
  defineProperty(global, "Proxy", { value, writable: true, configurable: true });
}
