/** The arguments of `launch` and `attach`, as a launch.json has them. */
import { Ajv, type ErrorObject } from "ajv";
import { AiHubError } from "../../core/errors.ts";
import { isKind, PERMISSION_KINDS } from "../../core/permissions/kinds.ts";
import { checkScope } from "../../core/permissions/parse-scope.ts";
import type { RuleLists } from "../permissions/broker-options.ts";

type ScopeLists = RuleLists["allow"];

/** Permissions in the words of the command line: scopes by kind, or everything. */
export type LaunchPermissions = "all" | { readonly allow?: ScopeLists | "all"; readonly deny?: ScopeLists | "all" };

export interface LaunchConfig {
  /** A plugin's folder, its plugin.json, or a bare file. */
  readonly program: string;
  /** A command or endpoint; without it the plugin is activated and stays. */
  readonly entry?: string;
  readonly input?: unknown;
  readonly permissions?: LaunchPermissions;
  readonly stopOnEntry?: boolean;
  readonly noDebug?: boolean;
  /** @default true */
  readonly justMyCode?: boolean;
  /** What `${workspaceFolder}` means to the plugin. */
  readonly workspace?: string;
  readonly timeoutMs?: number;
  readonly memoryMB?: number;
}

export interface AttachConfig {
  /** Id of a plugin that runs. */
  readonly plugin: string;
  readonly justMyCode?: boolean;
}

const SCOPES = {
  oneOf: [{ const: "all" }, { type: "array", items: { type: "string", maxLength: 1024 }, maxItems: 1000 }],
};
const LISTS = {
  oneOf: [
    { const: "all" },
    {
      type: "object",
      properties: Object.fromEntries(PERMISSION_KINDS.map((kind) => [kind, SCOPES])),
      additionalProperties: false,
    },
  ],
};

const JUST_MY_CODE = { type: "boolean", description: "Step over the SDK and packages.", default: true };

/** JSON Schema of `launch`, for the adapter and for editors. */
export const LAUNCH_SCHEMA = {
  type: "object",
  required: ["program"],
  properties: {
    program: { type: "string", minLength: 1, description: "The plugin's folder, its plugin.json, or a bare file." },
    entry: {
      type: "string",
      minLength: 1,
      description: "The command or endpoint to call. Without it the plugin is activated, and stays.",
    },
    input: { description: "What the entry is called with: any JSON value." },
    permissions: {
      description:
        "What the plugin may do without being asked: `all` that it declares, or lists as of the command line.",
      oneOf: [
        { const: "all" },
        { type: "object", properties: { allow: LISTS, deny: LISTS }, additionalProperties: false },
      ],
    },
    stopOnEntry: { type: "boolean", description: "Stop at the first statement.", default: false },
    noDebug: { type: "boolean", description: "Run without the debugger.", default: false },
    justMyCode: JUST_MY_CODE,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how scopes name it
    workspace: { type: "string", description: "The folder that ${workspaceFolder} means to the plugin." },
    timeoutMs: {
      type: "integer",
      minimum: 1,
      maximum: 86_400_000,
      description: "Time limit of activation and of the call, in milliseconds. It stands still while stopped.",
    },
    memoryMB: { type: "integer", minimum: 1, maximum: 2048, description: "Memory limit in MB." },
  },
};

/** JSON Schema of `attach`. */
export const ATTACH_SCHEMA = {
  type: "object",
  required: ["plugin"],
  properties: {
    plugin: { type: "string", minLength: 1, description: "The id of a plugin that runs. It is restarted." },
    justMyCode: JUST_MY_CODE,
  },
};

const ajv = new Ajv({ strict: true });
const isLaunch = ajv.compile<LaunchConfig>(LAUNCH_SCHEMA);
const isAttach = ajv.compile<AttachConfig>(ATTACH_SCHEMA);

/** @throws AiHubError ERR_INVALID_ARGUMENT that names the argument */
export function readLaunch(args: unknown): LaunchConfig {
  if (!isLaunch(args)) throw invalid("launch", isLaunch.errors);
  rulesOf(args);
  return args;
}

/** @throws AiHubError ERR_INVALID_ARGUMENT that names the argument */
export function readAttach(args: unknown): AttachConfig {
  if (!isAttach(args)) throw invalid("attach", isAttach.errors);
  return args;
}

/** The lists as the broker takes them. @throws AiHubError ERR_INVALID_ARGUMENT when a scope cannot be used */
export function rulesOf({ permissions = {} }: LaunchConfig): RuleLists {
  const { allow = {}, deny = {} } = permissions === "all" ? { allow: "all" as const } : permissions;
  return { allow: listsOf(allow), deny: listsOf(deny), from: "launch" };
}

function listsOf(lists: ScopeLists | "all"): ScopeLists {
  if (lists === "all") return Object.fromEntries(PERMISSION_KINDS.map((kind) => [kind, "all" as const]));
  for (const [kind, scopes] of Object.entries(lists)) {
    if (!isKind(kind) || scopes === "all") continue;
    for (const scope of scopes) {
      const { error } = checkScope(kind, scope);
      if (error) throw new AiHubError("ERR_INVALID_ARGUMENT", `permissions: ${error.message} ("${scope}")`);
    }
  }
  return lists;
}

function invalid(request: string, errors: readonly ErrorObject[] | null | undefined): AiHubError {
  const [problem] = errors ?? [];
  const where = `${request}${problem?.instancePath.replaceAll("/", ".") ?? ""}`;
  return new AiHubError("ERR_INVALID_ARGUMENT", `${where} ${problem?.message ?? "is not valid"}`);
}
