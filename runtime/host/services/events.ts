/** `aiHub.events`: own events by name, other plugins' as `plugin-id/name`. */
import type { Json } from "../../../schemas/guest-api.ts";
import { AiHubError } from "../../core/errors.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

/** Characters of JSON of one event: it is copied into every plugin that listens, on that plugin's memory. */
const MAX_EVENT_JSON = 1024 * 1024;
const EVENT = { type: "string", minLength: 1, maxLength: 200 };

export const eventMethods: MethodTable = {
  "events.emit": method<{ event: string; data?: Json }>({
    params: params({ event: EVENT, data: {} }, ["data"]),
    permission: { kind: "none" },
    async handler({ event, data }, { plugin }) {
      const declared: readonly string[] = plugin.manifest.api?.events ?? [];
      if (!declared.includes(event)) {
        throw new AiHubError(
          "ERR_PERMISSION_DENIED",
          `Event not declared: ${event}`,
          `add "${event}" to api.events in plugin.json`,
        );
      }
      const json = JSON.stringify(data ?? null);
      if (json.length > MAX_EVENT_JSON) {
        throw new AiHubError(
          "ERR_QUOTA",
          `The data of an event may take ${MAX_EVENT_JSON} characters; this takes ${json.length}`,
        );
      }
      plugin.bus.emit(`${plugin.id}/${event}`, json);
    },
  }),
  "events.subscribe": method<{ event: string }>({
    params: params({ event: EVENT }),
    permission: { kind: "none" },
    async handler({ event }, { plugin }) {
      plugin.listenTo(event);
    },
  }),
};
