/** `DOMException` (https://webidl.spec.whatwg.org/#idl-DOMException). */
import { dictionary, domString, exposeInterface } from "./webidl.ts";

/** The legacy codes, each with its constant; 2, 6, 10 and 16 belong to names that are no longer thrown. */
const CODES: readonly (readonly [string, string | undefined])[] = [
  ["INDEX_SIZE_ERR", "IndexSizeError"],
  ["DOMSTRING_SIZE_ERR", undefined],
  ["HIERARCHY_REQUEST_ERR", "HierarchyRequestError"],
  ["WRONG_DOCUMENT_ERR", "WrongDocumentError"],
  ["INVALID_CHARACTER_ERR", "InvalidCharacterError"],
  ["NO_DATA_ALLOWED_ERR", undefined],
  ["NO_MODIFICATION_ALLOWED_ERR", "NoModificationAllowedError"],
  ["NOT_FOUND_ERR", "NotFoundError"],
  ["NOT_SUPPORTED_ERR", "NotSupportedError"],
  ["INUSE_ATTRIBUTE_ERR", "InUseAttributeError"],
  ["INVALID_STATE_ERR", "InvalidStateError"],
  ["SYNTAX_ERR", "SyntaxError"],
  ["INVALID_MODIFICATION_ERR", "InvalidModificationError"],
  ["NAMESPACE_ERR", "NamespaceError"],
  ["INVALID_ACCESS_ERR", "InvalidAccessError"],
  ["VALIDATION_ERR", undefined],
  ["TYPE_MISMATCH_ERR", "TypeMismatchError"],
  ["SECURITY_ERR", "SecurityError"],
  ["NETWORK_ERR", "NetworkError"],
  ["ABORT_ERR", "AbortError"],
  ["URL_MISMATCH_ERR", "URLMismatchError"],
  ["QUOTA_EXCEEDED_ERR", "QuotaExceededError"],
  ["TIMEOUT_ERR", "TimeoutError"],
  ["INVALID_NODE_TYPE_ERR", "InvalidNodeTypeError"],
  ["DATA_CLONE_ERR", "DataCloneError"],
];

/** Whether a value was made by `DOMException`, whatever its prototype is now. */
export let isDOMException: (value: object) => boolean;

export class DOMException extends Error {
  readonly #name: string;
  readonly #message: string;

  constructor(message: unknown = "", options: unknown = "Error") {
    super();
    this.#message = domString(message);
    if (typeof options === "object" && options !== null) {
      const { name = "Error", cause } = dictionary(options, "DOMException");
      this.#name = domString(name);
      if ("cause" in options)
        Object.defineProperty(this, "cause", { value: cause, writable: true, configurable: true });
    } else {
      this.#name = domString(options);
    }
  }

  override get name(): string {
    return this.#name;
  }

  override get message(): string {
    return this.#message;
  }

  get code(): number {
    return CODES.findIndex(([, name]) => name === this.#name) + 1;
  }

  static {
    isDOMException = (value) => #name in value;
  }
}

export function installDOMException(global: object): void {
  exposeInterface(global, "DOMException", DOMException, Object.fromEntries(CODES.map(([name], i) => [name, i + 1])));
}
