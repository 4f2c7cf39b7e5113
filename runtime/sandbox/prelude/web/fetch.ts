/** `fetch` (https://fetch.spec.whatwg.org/#fetch-method). The host sends the request; it decides, follows and limits. */
import { takeBody } from "./body.ts";
import { headerList, installHeaders } from "./headers.ts";
import { defineProperty, promiseThen } from "./primordials.ts";
import { installRequest, Request } from "./request.ts";
import { installResponse, type Response, type ResponseHead, receivedResponse } from "./response.ts";
import { exposeFunctions, needArguments } from "./webidl.ts";

/** Starts a host call that can be taken back; one that was taken back never settles. */
export type StartCall = (method: string, args: object, bytes?: ArrayBuffer) => HostCall;

export interface HostCall {
  readonly result: Promise<unknown>;
  cancel(): void;
}

let startCall: StartCall = () => {
  throw new TypeError("There is no network here");
};

export function connectFetch(to: StartCall): void {
  startCall = to;
}

/** Rejects with a TypeError when the network fails, with a SecurityError when the plugin may not. */
async function fetch(input: unknown, init: unknown = undefined): Promise<Response> {
  needArguments(arguments.length, 1, "fetch");
  return send(new Request(input, init), undefined);
}

const PromiseOf = Promise;
const TypeErrorOf = TypeError;

/** @param timeoutMs undefined: as long as the host allows by default */
export function send(request: Request, timeoutMs: number | undefined): Promise<Response> {
  return new PromiseOf((resolve, reject) => {
    const { url, method, redirect, signal } = request;
    if (signal.aborted) return reject(signal.reason);
    const args = { url, method, redirect, headers: headerList(request.headers), timeoutMs };
    const body = takeBody(request);
    const call = startCall("http.fetch", args, body === null ? undefined : (body.buffer as ArrayBuffer));
    const onAbort = (): void => {
      call.cancel();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort);
    promiseThen(
      call.result,
      (answer: { value: ResponseHead; bytes: ArrayBuffer }) => {
        signal.removeEventListener("abort", onAbort);
        resolve(receivedResponse(answer.value, answer.bytes));
      },
      (error: Error & { code: string }) => {
        signal.removeEventListener("abort", onAbort);
        reject(asFetchError(error));
      },
    );
  });
}

/** What is nobody's decision is a TypeError on the web; ours still says its code. */
function asFetchError(error: Error & { code: string; hint?: string }): Error {
  if (["ERR_PERMISSION_DENIED", "ERR_TIMEOUT", "ERR_CANCELLED"].includes(error.code)) return error;
  const failed = new TypeErrorOf(`fetch failed: ${error.message}`);
  for (const key of ["code", "hint"] as const) {
    if (error[key] !== undefined)
      defineProperty(failed, key, { value: error[key], writable: true, configurable: true });
  }
  return failed;
}

export function installFetch(global: object): void {
  installHeaders(global);
  installRequest(global);
  installResponse(global);
  exposeFunctions(global, { fetch });
}
