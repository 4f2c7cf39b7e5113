/** Puts the web's globals into a fresh realm, before any guest code runs. */
import type { LogApi } from "../../../../schemas/guest-api.ts";
import type { Native } from "../native.ts";
import { installAbort } from "./abort.ts";
import { installBase64 } from "./base64.ts";
import { installConsole } from "./console.ts";
import { installCrypto } from "./crypto.ts";
import { installDOMException } from "./dom-exception.ts";
import { installEncoding } from "./encoding.ts";
import { installEvents } from "./event-target.ts";
import { installFetch } from "./fetch.ts";
import { connect } from "./host.ts";
import { installPerformance } from "./performance.ts";
import { installStructuredClone } from "./structured-clone.ts";
import { installTimers, runTimer } from "./timers.ts";
import { installURL } from "./url.ts";
import { installURLSearchParams } from "./url-search-params.ts";

/** What the rest of the prelude needs of the web. */
export interface Web {
  /** A timer that was asked for with `native.setTimer` is due. */
  timer(id: number): void;
  /** Prints as `console` does; it is `aiHub.log`. */
  readonly log: LogApi;
}

export function installWeb(native: Native, global: object): Web {
  connect(native);
  installDOMException(global);
  installEvents(global);
  installAbort(global);
  installTimers(global);
  installURLSearchParams(global);
  installURL(global);
  installEncoding(global);
  installBase64(global);
  installStructuredClone(global);
  installFetch(global);
  installCrypto(global);
  installPerformance(global);
  const log = installConsole(global);
  Object.defineProperty(global, "self", { value: global, writable: true, enumerable: true, configurable: true });
  return { timer: runTimer, log };
}
