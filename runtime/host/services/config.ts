/** `aiHub.config`: settings that the plugin's own config schema describes. */
import type { Json } from "../../../schemas/guest-api.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

export const configMethods: MethodTable = {
  "config.set": method<{ key: string; value: Json }>({
    params: params({ key: { type: "string", minLength: 1, maxLength: 200 }, value: {} }),
    permission: { kind: "none" },
    handler: async ({ key, value }, { plugin }) => plugin.config.set(key, value),
  }),
  "config.validate": method<{ value: Json }>({
    params: params({ value: {} }),
    permission: { kind: "none" },
    async handler({ value }, { plugin }) {
      const errors = plugin.config.problems(value);
      return { value: { valid: errors.length === 0, errors } };
    },
  }),
};
