/**
 * Host calls that do nothing but be allowed: a real dispatcher and broker with the trail, the stored grants and the
 * policy that a host has, and rows that differ in their permission only.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { policyFor } from "../../../runtime/core/permissions/policy.ts";
import { AuditLog } from "../../../runtime/host/permissions/audit-log.ts";
import { AuditTrail } from "../../../runtime/host/permissions/audit-trail.ts";
import { Broker } from "../../../runtime/host/permissions/broker.ts";
import { grantFile } from "../../../runtime/host/permissions/grant-place.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { ReservedPlaces } from "../../../runtime/host/permissions/reserved-places.ts";
import type { PluginContext } from "../../../runtime/host/plugin-context.ts";
import { Dispatcher } from "../../../runtime/host/rpc/dispatch.ts";
import { type GuestPath, method, PATH, params } from "../../../runtime/host/rpc/method.ts";
import type { Measures } from "../serve.ts";
import { timed } from "./timing.ts";

const ID = "permission-calls";
const PATHS = params({ at: PATH });
const handler = async () => {};

const ROWS = {
  none: method<{ at: string }>({ params: PATHS, permission: { kind: "none" }, handler }),
  system: method<{ at: string }>({ params: PATHS, permission: { kind: "system", name: "notifications" }, handler }),
  net: method<{ at: string }>({ params: PATHS, permission: { kind: "net", url: ({ at }) => at }, handler }),
  read: method<{ at: GuestPath }>({ params: PATHS, permission: { kind: "files", access: { at: "read" } }, handler }),
};
const VALUES: Readonly<Record<keyof typeof ROWS, string>> = {
  none: "./data/2026/bank.csv",
  system: "./data/2026/bank.csv",
  net: "https://api.example.com/v1/items?page=1",
  read: "./data/2026/bank.csv",
};

/** Nanoseconds of one call by the kind of its permission, `call-none` being the bare one. */
export function permissionCalls(): Measures {
  const nanoseconds = (row: keyof typeof ROWS) => (n: number) => measure(row, n);
  return {
    "call-none": nanoseconds("none"),
    "call-system": nanoseconds("system"),
    "call-net": nanoseconds("net"),
    "call-read": nanoseconds("read"),
  };
}

async function measure(row: keyof typeof ROWS, n: number): Promise<number> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-bench-")));
  const audit = new AuditLog(join(dir, "audit.jsonl"));
  try {
    const context = { broker: await createBroker(dir, audit) } as Partial<PluginContext> as PluginContext;
    const dispatcher = new Dispatcher(ROWS);
    const { signal } = new AbortController();
    const json = JSON.stringify({ at: VALUES[row] });
    const calls = async (count: number) => {
      for (let id = 0; id < count; id++) {
        const reply = await dispatcher.dispatch(id, row, { json }, context, signal);
        if (!reply.ok) throw new Error(reply.error.message);
      }
    };
    await calls(n / 10);
    return ((await timed(() => calls(n))) / n) * 1e6;
  } finally {
    audit.dispose();
    await rm(dir, { recursive: true, force: true });
  }
}

/** A plugin as people have them: some scopes of each kind, granted for good, an administrator's policy beside. */
async function createBroker(home: string, audit: AuditLog): Promise<Broker> {
  const plugin = join(home, "plugins", ID, "current");
  await mkdir(join(plugin, "data/2026"), { recursive: true });
  await writeFile(join(plugin, VALUES.read), "");
  const policy = { version: 1, deny: { read: ["/etc/**"], net: ["*.forbidden.example"] } };
  await writeFile(join(home, "policy.json"), JSON.stringify(policy));
  const scopes = {
    read: ["./templates/*.md", "./config/**/*.json", "./data/**/*.csv"],
    net: ["example.org", "*.example.net", "api.example.com"],
    system: ["clipboard", "notifications"],
  };
  const store = new GrantStore(grantFile(home, { installedId: ID }), { plugin: ID });
  await store.update(() => ({ allow: scopes, deny: { read: ["./data/private/**"] } }));
  const policies = new PolicyFile(home, "");
  return new Broker({
    pluginId: ID,
    pluginName: ID,
    declared: { ...NO_PERMISSIONS, ...scopes, protocols: ["https"] },
    rules: { allow: {}, deny: {} },
    store,
    policy: () => policyFor(policies.read(), ID, "1.0.0"),
    roots: { plugin, data: plugin, workspace: [], reserved: new ReservedPlaces(home, () => policies.file) },
    reasons: {},
    prompter: { ask: async () => "deny" },
    audit: new AuditTrail([audit]),
    signal: new AbortController().signal,
  });
}
