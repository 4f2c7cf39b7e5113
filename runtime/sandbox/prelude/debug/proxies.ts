/** What stands behind each proxy. JavaScript cannot tell a proxy from its target, and asking one runs the guest's traps. */
import { apply, construct, defineProperty, uncurry } from "../web/primordials.ts";

export interface ProxyInsides {
  readonly target: object;
  readonly handler: object;
}

const table = new WeakMap<object, ProxyInsides>();
const get = uncurry<ProxyInsides | undefined>(WeakMap.prototype.get);
const set = uncurry<void>(WeakMap.prototype.set);

/** Undefined when the object is no proxy. */
export function insidesOf(value: object): ProxyInsides | undefined {
  return get(table, value);
}

/** From now on each proxy is written down as it is made. `Proxy` itself looks and works as before. */
export function watchProxies(global: { Proxy: ProxyConstructor }): void {
  const Original = global.Proxy;
  const remember = (proxy: object, [target, handler]: readonly object[]): object => {
    if (target && handler) set(table, proxy, { target, handler });
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
