/** `btoa` and `atob` (https://html.spec.whatwg.org/#atob). */
import { DOMException } from "./dom-exception.ts";
import { native } from "./host.ts";
import { parse, stringify } from "./primordials.ts";
import { domString, exposeFunctions, needArguments } from "./webidl.ts";

export function installBase64(global: object): void {
  exposeFunctions(global, {
    btoa(data: unknown): string {
      needArguments(arguments.length, 1, "btoa");
      const encoded = native.btoa(stringify(domString(data)));
      if (encoded === undefined) throw new DOMException("Invalid character", "InvalidCharacterError");
      return encoded;
    },
    atob(data: unknown): string {
      needArguments(arguments.length, 1, "atob");
      const json = native.atob(stringify(domString(data)));
      if (json === undefined) {
        throw new DOMException("The string to be decoded is not correctly encoded", "InvalidCharacterError");
      }
      return parse(json) as string;
    },
  });
}
