/** Network failures in words for authors. Node's own messages name the address, which is not the plugin's to know. */
import { AiHubError } from "../../core/errors.ts";

const WHAT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection",
  ECONNRESET: "closed the connection",
  EPIPE: "closed the connection",
  UND_ERR_SOCKET: "closed the connection",
  ENETUNREACH: "cannot be reached",
  EHOSTUNREACH: "cannot be reached",
  ETIMEDOUT: "does not answer",
  UND_ERR_HEADERS_OVERFLOW: "sent more headers than are read",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "sent less than it announced",
  ERR_TLS_CERT_ALTNAME_INVALID: "shows a certificate for another name",
  CERT_HAS_EXPIRED: "shows a certificate that has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "shows a certificate that nobody vouches for",
  SELF_SIGNED_CERT_IN_CHAIN: "shows a certificate that nobody trusted vouches for",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "shows a certificate that nobody trusted vouches for",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "shows a certificate that nobody trusted vouches for",
};

/** An error of ours stays what it is; every other becomes ERR_IO. */
export function networkError(host: string, error: unknown): AiHubError {
  if (error instanceof AiHubError) return error;
  // undici leaves the `code` of this one undefined.
  if (error instanceof Error && error.name === "HTTPParserError") {
    return new AiHubError("ERR_IO", `${host} does not speak HTTP as it should`, undefined, { cause: error });
  }
  const code = codeOf(error);
  const what = (Object.hasOwn(WHAT, code) ? WHAT[code] : undefined) ?? describe(code);
  return new AiHubError("ERR_IO", `${host} ${what}`, undefined, { cause: error });
}

function describe(code: string): string {
  if (code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code.startsWith("ERR__ERROR_FORMAT")) {
    return "sent a body that cannot be decompressed";
  }
  return code === "" ? "cannot be talked to" : `cannot be talked to (${code})`;
}

/** When every address failed, the error is an AggregateError and the first of them says why. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === "string") return code;
  return errors?.[0] === undefined ? "" : codeOf(errors[0]);
}
