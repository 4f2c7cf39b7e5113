/** The whole host surface of a guest, one row a method. */
import { configMethods } from "../services/config.ts";
import { eventMethods } from "../services/events.ts";
import { fsMethods } from "../services/fs/methods.ts";
import { httpMethods } from "../services/http.ts";
import { permissionMethods } from "../services/permissions.ts";
import { plannedMethods } from "../services/planned.ts";
import { uiMethods } from "../services/ui.ts";
import type { MethodTable } from "./method.ts";

export const hostMethods: MethodTable = {
  ...fsMethods,
  ...uiMethods,
  ...eventMethods,
  ...configMethods,
  ...httpMethods,
  ...permissionMethods,
  ...plannedMethods,
};
