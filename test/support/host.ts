/** A real plugin host for tests: real workers, builder and files; only the person and the screen are recorded. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuditEntry, ConfigStore, PromptAnswer, PromptRequest, Ui } from "../../runtime/core/ports.ts";
import { createBuilder } from "../../runtime/host/build/build.ts";
import type { RuleLists } from "../../runtime/host/permissions/broker-options.ts";
import { type LimitOverrides, PluginHost } from "../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";

/** What the host said to the outside, in order. */
export interface Seen {
  readonly notifications: { message: string; type: string }[];
  readonly logs: { level: string; text: string }[];
  readonly panels: { panelId: string; json: string }[];
  readonly opened: string[];
  /** The newest first. */
  readonly clipboard: string[];
  readonly prompts: PromptRequest[];
}

export interface TestHost {
  readonly host: PluginHost;
  /** A folder of this test's own, removed with the host. */
  readonly dir: string;
  readonly seen: Seen;
  /** Answers prompts; replace it in a test. */
  answer: (request: PromptRequest) => Promise<PromptAnswer>;
  /** Writes files (paths relative to `dir`) and returns `dir`/`name`. */
  write(name: string, files: Readonly<Record<string, string | object>>): Promise<string>;
  dispose(): Promise<void>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

export const builder = createBuilder(() => import("esbuild"), { sdkEntry: join(root, "sdk/guest/index.ts") });

export async function createTestHost(
  options: {
    /** @default a folder of the test's own */
    home?: string;
    poolSize?: number;
    workspace?: readonly string[];
    ui?: Partial<Ui>;
    onViolation?: (entry: AuditEntry) => void;
    auditStacks?: () => boolean;
  } = {},
): Promise<TestHost> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "aihub-test-")));
  const seen: Seen = { notifications: [], logs: [], panels: [], opened: [], clipboard: [], prompts: [] };
  const host = await PluginHost.create({
    home: options.home ?? join(dir, "home"),
    poolSize: options.poolSize ?? 0,
    ...(options.onViolation ? { onViolation: options.onViolation } : {}),
    ...(options.auditStacks ? { auditStacks: options.auditStacks } : {}),
    builder,
    config: memoryConfig(),
    workspace: { folders: () => options.workspace ?? [] },
    log: { write: (_, level, text) => void seen.logs.push({ level, text }) },
    prompter: {
      ask: (request) => {
        seen.prompts.push(request);
        return test.answer(request);
      },
    },
    ui: {
      showNotification: async (_, message, type) => void seen.notifications.push({ message, type }),
      updatePanel: async () => {},
      removePanel: async () => {},
      postToPanel: async (_, panelId, json) => void seen.panels.push({ panelId, json }),
      openFile: async (_, path) => void seen.opened.push(path),
      progress: async () => {},
      readClipboard: async () => seen.clipboard[0] ?? "",
      writeClipboard: async (text) => void seen.clipboard.unshift(text),
      ...options.ui,
    },
  });
  const test: TestHost = {
    host,
    dir,
    seen,
    answer: async () => "deny",
    async write(name, files) {
      for (const [path, content] of Object.entries(files)) {
        const file = join(dir, name, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
      }
      return join(dir, name);
    },
    async dispose() {
      await host.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return test;
}

/** Settings kept in memory. */
export function memoryConfig(): ConfigStore {
  const stored = new Map<string, Record<string, unknown>>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    read: async (id) => stored.get(id) ?? {},
    async write(id, key, value) {
      stored.set(id, { ...stored.get(id), [key]: value });
      for (const listener of listeners.get(id) ?? []) listener();
    },
    onChange(id, listener) {
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(listener));
      return () => set.delete(listener);
    },
  };
}

/** Everything that is declared, granted. */
export const ALL: RuleLists = {
  allow: { read: "all", write: "all", net: "all", memory: "all", ai: "all", system: "all" },
  deny: {},
};

let files = 0;

/** Starts a bare file with this source. Its result is `instance.activated`. */
export async function runSource(
  test: TestHost,
  source: string,
  options: { rules?: RuleLists; limits?: LimitOverrides } = {},
): Promise<PluginInstance> {
  const dir = await test.write(`source-${files++}`, { "main.js": source });
  const instance = await test.host.openFile(join(dir, "main.js"), options);
  await instance.start();
  return instance;
}

/** A manifest with the least that is required, and what the test adds. */
export function manifest(extra: object = {}): object {
  return {
    name: "Test Plugin",
    version: "1.0.0",
    type: "tool",
    license: "MIT",
    author: "Tests",
    description: "A plugin for a test.",
    build: { entry: "main.js" },
    ...extra,
  };
}
