/** The flags of `aihub run` and what they mean to the runtime. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { checkScope } from "../../runtime/core/permissions/parse-scope.ts";
import type { PermissionKind } from "../../runtime/core/ports.ts";

/** Scopes by kind, or everything of that kind. */
type ScopeLists = Partial<Record<PermissionKind, readonly string[] | "all">>;

export interface RunFlags {
  readonly allow: ScopeLists;
  readonly deny: ScopeLists;
  readonly input?: string;
  readonly prompt: boolean;
  readonly timeout?: number;
  readonly memory?: number;
  readonly workspace?: string;
  readonly audit?: string;
  readonly auditStacks?: boolean;
  readonly json: boolean;
}

/** Stands for a permission flag without a value; no command line can contain it. */
const ALL = "\0all";

const KINDS: Readonly<Record<PermissionKind, { value: string; what: string }>> = {
  read: { value: "globs", what: "read files" },
  write: { value: "globs", what: "write files" },
  net: { value: "hosts", what: "use the network" },
  memory: { value: "collections", what: "use memory collections" },
  ai: { value: "models", what: "use AI models" },
  system: { value: "names", what: "use notifications and the like" },
};

const MAX_TIMEOUT = 24 * 60 * 60 * 1000;
const MIN_MEMORY = 1;
const MAX_MEMORY = 2048;

/**
 * Permission flags take their value after `=` only, as Deno's do: in `--allow-read dir` the `dir` is the plugin.
 * Commander would take it for the value.
 */
export function separatePermissionFlags(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((argument, index) => {
    const isFlag = /^--(?:allow|deny)-(?:read|write|net|memory|ai|system)$/.test(argument);
    return isFlag && (end < 0 || index < end) ? `${argument}=${ALL}` : argument;
  });
}

/** Adds all flags of `run` to a command. */
export function addRunFlags(command: Command): Command {
  command.option("--input <json>", "what the entry is called with, as JSON");
  for (const [kind, { value, what }] of Object.entries(KINDS) as [PermissionKind, { value: string; what: string }][]) {
    command.addOption(scopeOption(kind, `--allow-${kind} [${value}]`, `let the plugin ${what}`));
  }
  command.option("-A, --allow-all", "allow all that plugin.json declares");
  for (const [kind, { value, what }] of Object.entries(KINDS) as [PermissionKind, { value: string; what: string }][]) {
    command.addOption(scopeOption(kind, `--deny-${kind} [${value}]`, `never let the plugin ${what}`).hideHelp());
  }
  return (
    command
      .option("--no-prompt", "deny what is not allowed by a flag instead of asking")
      .addOption(numberOption("--timeout <ms>", "time limit of activation and of the call", 1, MAX_TIMEOUT))
      .addOption(numberOption("--memory <mb>", "memory limit; the interpreter itself takes 16", MIN_MEMORY, MAX_MEMORY))
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how scopes name it
      .option("--workspace <dir>", "what ${workspaceFolder} means (default: the current folder)")
      .option("--audit <file>", "append each decision about a permission to a file, as a JSON line")
      .option("--audit-stacks", "let the audit records say where in its code the plugin was")
      .option("--json", "print one JSON value: {ok, value, error, logs, usage}")
  );
}

/** What commander made of the flags. */
export function readRunFlags(options: Readonly<Record<string, unknown>>): RunFlags {
  const lists = (prefix: "allow" | "deny"): ScopeLists => {
    const kinds = Object.keys(KINDS) as PermissionKind[];
    const entries = kinds.map((kind) => {
      const given = options[`${prefix}${kind[0]?.toUpperCase()}${kind.slice(1)}`];
      return [kind, prefix === "allow" && options.allowAll === true ? "all" : given] as const;
    });
    return Object.fromEntries(entries.filter(([, scopes]) => scopes !== undefined));
  };
  return {
    ...(options as {
      input?: string;
      timeout?: number;
      memory?: number;
      workspace?: string;
      audit?: string;
      auditStacks?: boolean;
    }),
    allow: lists("allow"),
    deny: lists("deny"),
    prompt: options.prompt !== false,
    json: options.json === true,
  };
}

function scopeOption(kind: PermissionKind, flag: string, description: string): Option {
  return new Option(flag, description).argParser((text, previous: readonly string[] | "all" | undefined) => {
    if (text === ALL || previous === "all") return "all";
    const scopes = splitScopes(text);
    for (const scope of scopes) {
      const { error } = checkScope(kind, scope);
      if (!error) continue;
      const meant = error.suggestion === undefined ? "" : ` Did you mean '${error.suggestion}'?`;
      throw new InvalidArgumentError(`${error.message}.${meant}`);
    }
    return [...(previous ?? []), ...scopes];
  });
}

/** Splits at the commas that stand outside of braces: `./a,./{b,c}` are two. */
function splitScopes(text: string): string[] {
  const scopes = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}") depth--;
    if (character === "," && depth <= 0) scopes.push("");
    else scopes.push(`${scopes.pop()}${character}`);
  }
  return scopes;
}

function numberOption(flag: string, description: string, min: number, max: number): Option {
  return new Option(flag, description).argParser((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  });
}
