/** `aiHub.permissions`. The rows need no permission: they tell and change nothing but what the plugin itself may do. */
import { PERMISSION_KINDS } from "../../core/permissions/kinds.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

interface Question {
  readonly kind: PermissionKind;
  /** A value or a scope; undefined: all that is declared of the kind. */
  readonly value?: string;
}

const QUESTION = params(
  {
    kind: { enum: PERMISSION_KINDS },
    value: { type: "string", minLength: 1, maxLength: 8192 },
  },
  ["value"],
);

export const permissionMethods: MethodTable = {
  "permissions.query": method<Question>({
    params: QUESTION,
    permission: { kind: "none" },
    handler: async ({ kind, value }, { plugin }) => ({ value: { ...(await plugin.permissions.query(kind, value)) } }),
  }),
  "permissions.request": method<Question>({
    params: QUESTION,
    permission: { kind: "none" },
    asks: true,
    handler: async ({ kind, value }, { plugin }) => ({ value: { ...(await plugin.permissions.request(kind, value)) } }),
  }),
  "permissions.revoke": method<Question>({
    params: QUESTION,
    permission: { kind: "none" },
    handler: async ({ kind, value }, { plugin }) => ({ value: { ...(await plugin.permissions.revoke(kind, value)) } }),
  }),
  "permissions.watch": method<Question>({
    params: QUESTION,
    permission: { kind: "none" },
    handler: async ({ kind, value }, { plugin }) => plugin.permissions.watch(kind, value),
  }),
};
