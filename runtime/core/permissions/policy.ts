/** What an administrator has decided for everybody. It beats the person, who beats the manifest. */
import { type ParseError, parse, printParseErrorCode, visit } from "jsonc-parser";
import semver from "semver";
import type { PermissionKind } from "../ports.ts";
import type { Rules } from "./decide.ts";
import { byKind, PERMISSION_KINDS } from "./kinds.ts";
import { checkScope } from "./parse-scope.ts";

/** As in the manifest: milliseconds, megabytes, tokens of one request and of a day. */
const LIMITS = ["timeoutMs", "memoryMB", "maxTokens", "maxTokensPerDay"] as const;

export interface Policy {
  /** Only these may run; undefined: every plugin that is not forbidden. */
  readonly allowedPlugins: readonly PluginRange[] | undefined;
  readonly forbiddenPlugins: readonly PluginRange[];
  /** Denied to every plugin, whatever a person grants. */
  readonly deny: Rules["deny"];
  /** Ceilings of what plugins, people and command lines may set. */
  readonly limits: { readonly [K in (typeof LIMITS)[number]]?: number };
  /** False: what a person has not granted beforehand is denied. */
  readonly prompts: boolean;
}

/** `id`, or `id@range` with a range of SemVer. */
export interface PluginRange {
  readonly text: string;
  readonly id: string;
  readonly range: string;
}

export const NO_POLICY: Policy = {
  allowedPlugins: undefined,
  forbiddenPlugins: [],
  deny: {},
  limits: {},
  prompts: true,
};

const KEYS = ["$schema", "version", "plugins", "deny", "limits", "prompts"];

/**
 * Reads a policy: JSON with comments. Strict, for a rule that was passed over would be one that does not hold.
 *
 * @throws Error saying what is wrong and where
 */
export function parsePolicy(textOfFile: string): Policy {
  const text = textOfFile.replace(/^\uFEFF/, ""); // Windows PowerShell begins UTF-8 with it
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) throw new Error(`${printParseErrorCode(first.error)} in line ${lineAt(text, first.offset)}`);
  refuseRepeated(text);
  const file = object(value, "the policy", KEYS);
  if (file.version !== 1) throw new Error('"version" must be 1');
  const plugins = object(file.plugins ?? {}, "plugins", ["allow", "deny"]);
  const limits = object(file.limits ?? {}, "limits", LIMITS);
  if (file.prompts !== undefined && typeof file.prompts !== "boolean") throw new Error('"prompts" is true or false');
  return {
    allowedPlugins: plugins.allow === undefined ? undefined : ranges(plugins.allow, "plugins.allow"),
    forbiddenPlugins: ranges(plugins.deny ?? [], "plugins.deny"),
    deny: denials(object(file.deny ?? {}, "deny", PERMISSION_KINDS)),
    limits: Object.fromEntries(Object.entries(limits).map(([key, value]) => [key, ceiling(value, `limits.${key}`)])),
    prompts: file.prompts ?? true,
  };
}

/** Why a plugin may not run; undefined when it may. */
export function forbids(policy: Policy, id: string, version: string): { rule: string; reason: string } | undefined {
  const matches = (plugin: PluginRange) =>
    plugin.id === id && semver.satisfies(version, plugin.range, { includePrerelease: true });
  const forbidden = policy.forbiddenPlugins.find(matches);
  if (forbidden) return { rule: forbidden.text, reason: `The policy of this machine forbids ${id} ${version}` };
  if (!policy.allowedPlugins || policy.allowedPlugins.some(matches)) return undefined;
  return { rule: "", reason: `${id} ${version} is not among the plugins that the policy of this machine allows` };
}

/** Of two members with one key the parser keeps the last, and `__proto__` would be none: rules could vanish in both. */
function refuseRepeated(text: string): void {
  const objects: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void objects.push(new Set()),
    onObjectEnd: () => void objects.pop(),
    onObjectProperty: (key, offset) => {
      const keys = objects.at(-1);
      const where = `in line ${lineAt(text, offset)}`;
      if (keys?.has(key)) throw new Error(`${JSON.stringify(key)} stands for the second time ${where}`);
      if (key === "__proto__") throw new Error(`"__proto__" may not stand ${where}`);
      keys?.add(key);
    },
  });
}

function denials(lists: Readonly<Record<string, unknown>>): Rules["deny"] {
  const entries = Object.entries(lists).map(([kind, scopes]) => {
    if (scopes === true) return [kind, "all"] as const;
    const list = strings(scopes, `deny.${kind}`);
    for (const scope of list) {
      const { error } = checkScope(kind as PermissionKind, scope);
      if (error) throw new Error(`"deny.${kind}": ${JSON.stringify(scope)} is not a scope: ${error.message}`);
    }
    return [kind, list] as const;
  });
  return Object.fromEntries(entries);
}

function ranges(value: unknown, where: string): PluginRange[] {
  return strings(value, where).map((text) => {
    const [, id = "", range = "*"] = /^([^@]+)(?:@(.+))?$/.exec(text) ?? [];
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(id) || semver.validRange(range) === null) {
      throw new Error(`"${where}": ${JSON.stringify(text)} is not a plugin id or id@range`);
    }
    return { text, id, range };
  });
}

function object(value: unknown, where: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${where} is not an object`);
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Error(`${where} has no ${JSON.stringify(unknown)}`);
  return value as Readonly<Record<string, unknown>>;
}

function strings(value: unknown, where: string): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`"${where}" is not a list of strings`);
}

function ceiling(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new Error(`"${where}" is not a whole number above 0`);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** What the broker of one plugin has to know of a policy. */
export type PluginPolicy = Pick<Policy, "deny" | "prompts" | "limits">;

/** What a policy means for the decisions about one plugin: a plugin that is forbidden is denied everything. */
export function policyFor(policy: Policy, id: string, version: string): PluginPolicy {
  if (!forbids(policy, id, version)) return policy;
  return { deny: byKind(() => "all"), prompts: false, limits: policy.limits };
}
