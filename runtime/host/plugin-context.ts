/** What the services may know of the plugin that calls them. */
import type { Manifest } from "../core/manifest/validate.ts";
import type { Ui } from "../core/ports.ts";
import type { HttpClient } from "./net/client.ts";
import type { Broker } from "./permissions/broker.ts";
import type { OwnPermissions } from "./permissions/own-permissions.ts";
import type { EventBus } from "./services/event-bus.ts";
import type { OpenFiles } from "./services/fs/open-files.ts";
import type { Watchers } from "./services/fs/watchers.ts";
import type { PluginConfig } from "./services/plugin-config.ts";

export interface PluginContext {
  readonly id: string;
  readonly manifest: Manifest;
  readonly broker: Broker;
  readonly permissions: OwnPermissions;
  readonly ui: Ui;
  readonly http: HttpClient;
  readonly bus: EventBus;
  readonly config: PluginConfig;
  readonly files: OpenFiles;
  readonly watchers: Watchers;
  /** Delivers an event to the guest from now on; own events by name, others as `plugin-id/name`. */
  listenTo(event: string): void;
  /** Counts towards a limit per plugin; throws ERR_QUOTA when it is used up. */
  readonly notifications: { take(): void };
}
