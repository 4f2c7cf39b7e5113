/**
 * The namespaces whose services are still to come. Their place in the table is here, so that a plugin that declares
 * them gets a clear answer instead of a missing function.
 */
import { AiHubError } from "../../core/errors.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

const PLANNED = {
  memory: ["store", "retrieve", "search"],
  ai: ["complete", "embed", "chat"],
  workflows: ["create", "execute", "listen", "trigger"],
  crypto: ["encrypt", "decrypt", "hash"],
} as const;

export const plannedMethods: MethodTable = Object.fromEntries(
  Object.entries(PLANNED).flatMap(([namespace, methods]) =>
    methods.map((name) => [
      `${namespace}.${name}`,
      method<{ args: unknown[] }>({
        params: params({ args: { type: "array" } }),
        permission: { kind: "none" }, // it does nothing; the service brings its permission with it
        async handler() {
          throw new AiHubError(
            "ERR_NOT_AVAILABLE",
            `aiHub.${namespace}.${name} is not available in this version of AI Hub`,
          );
        },
      }),
    ]),
  ),
);
