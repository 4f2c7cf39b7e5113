/** What each call of `aiHub` needs: one row per method. */
import type { UseKind } from "./source-use.ts";

/** Which argument holds the value; `key` when it is, or may be, a property of that argument. */
export interface Need {
  readonly kind: UseKind;
  readonly argument?: number;
  readonly key?: string;
  /** The value itself, when no argument says it. */
  readonly value?: string;
}

const CALLS: Readonly<Record<string, readonly Need[]>> = {
  fetch: [{ kind: "net", argument: 0 }],
  "http.get": [{ kind: "net", argument: 0 }],
  "http.post": [{ kind: "net", argument: 0 }],
  "fs.readFile": [{ kind: "read", argument: 0 }],
  "fs.readChunks": [{ kind: "read", argument: 0 }],
  "fs.exists": [{ kind: "read", argument: 0 }],
  "fs.readdir": [{ kind: "read", argument: 0 }],
  "fs.stat": [{ kind: "read", argument: 0 }],
  "fs.watch": [{ kind: "read", argument: 0 }],
  "fs.writeFile": [{ kind: "write", argument: 0 }],
  "fs.mkdir": [{ kind: "write", argument: 0 }],
  "fs.rm": [{ kind: "write", argument: 0 }],
  "fs.rename": [
    { kind: "read", argument: 0 },
    { kind: "write", argument: 0 },
    { kind: "write", argument: 1 },
  ],
  "fs.copy": [
    { kind: "read", argument: 0 },
    { kind: "write", argument: 1 },
  ],
  "ui.openFile": [{ kind: "read", argument: 0 }],
  "ui.showNotification": [{ kind: "system", value: "notifications" }],
  "ui.readClipboard": [{ kind: "system", value: "clipboard" }],
  "ui.writeClipboard": [{ kind: "system", value: "clipboard" }],
  "ui.registerCommand": [{ kind: "command", argument: 0, key: "id" }],
  "ui.createPanel": [{ kind: "panel", argument: 0, key: "id" }],
  "ui.updatePanel": [{ kind: "panel", argument: 0 }],
  "ui.removePanel": [{ kind: "panel", argument: 0 }],
  "ui.postMessage": [{ kind: "panel", argument: 0 }],
  "ui.onMessage": [{ kind: "panel", argument: 0 }],
  "api.handle": [{ kind: "endpoint", argument: 0 }],
  "events.emit": [{ kind: "emit", argument: 0 }],
  "events.on": [{ kind: "listen", argument: 0 }],
  "events.off": [{ kind: "listen", argument: 0 }],
  "workflows.trigger": [{ kind: "emit" }],
  "workflows.listen": [{ kind: "listen" }],
  "config.get": [{ kind: "config", argument: 0 }],
  "config.set": [{ kind: "config", argument: 0 }],
  "config.getAll": [{ kind: "config" }],
  "config.validate": [{ kind: "config" }],
  "config.onChange": [{ kind: "config" }],
  "memory.store": [{ kind: "memory", argument: 2, key: "collection" }],
  "memory.retrieve": [{ kind: "memory", argument: 1, key: "collection" }],
  "memory.search": [{ kind: "memory", argument: 1, key: "collection" }],
  "ai.complete": [{ kind: "ai", argument: 1, key: "model" }],
  "ai.embed": [{ kind: "ai", argument: 1, key: "model" }],
  "ai.chat": [{ kind: "ai", argument: 1, key: "model" }],
};

/** What a part of `aiHub` can be used for by whoever gets hold of it. */
const PARTS: Readonly<Record<string, readonly UseKind[]>> = {
  fetch: ["net"],
  http: ["net"],
  fs: ["read", "write"],
  ui: ["command", "panel", "read", "system"],
  api: ["endpoint"],
  events: ["emit", "listen"],
  workflows: ["emit", "listen"],
  config: ["config"],
  memory: ["memory"],
  ai: ["ai"],
  permissions: ["read", "write", "net", "memory", "ai", "system"],
};

/** Which property of a descriptor names the value. */
const DESCRIPTORS = {
  read: "path",
  write: "path",
  net: "host",
  memory: "collection",
  ai: "model",
  system: "capability",
} as const;

/** What a call of a member of `aiHub` needs; empty when it needs nothing. */
export function needsOf(path: readonly string[]): readonly Need[] {
  const name = path.join(".");
  if (Object.hasOwn(CALLS, name)) return CALLS[name] ?? [];
  const [part = ""] = path;
  // Methods of these that are not known here still need the permission.
  return path.length === 2 && /^(?:memory|ai)$/.test(part) ? kindsOf(path).map((kind) => ({ kind })) : [];
}

/** What whoever has a part of `aiHub` can do with it. */
export function kindsOf(path: readonly string[]): readonly UseKind[] {
  const [part] = path;
  if (part === undefined) return [...new Set(Object.values(PARTS).flat())];
  const needs = path.length > 1 ? CALLS[path.join(".")] : undefined;
  if (needs) return needs.map(({ kind }) => kind);
  return path.length === 1 || /^(?:memory|ai|permissions)$/.test(part) ? (PARTS[part] ?? []) : [];
}

/** `query`, `request` and `revoke` take a descriptor. */
export function isPermissionCall(path: readonly string[]): boolean {
  return /^permissions\.(?:query|request|revoke)$/.test(path.join("."));
}

/** The kind that a descriptor's `name` stands for and the property with the value. */
export function descriptorOf(
  name: string,
): { readonly kind: keyof typeof DESCRIPTORS; readonly key: string } | undefined {
  if (!Object.hasOwn(DESCRIPTORS, name)) return undefined;
  const kind = name as keyof typeof DESCRIPTORS;
  return { kind, key: DESCRIPTORS[kind] };
}
