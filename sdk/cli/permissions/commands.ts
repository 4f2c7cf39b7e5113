/** The commands below `aihub permissions`. */
import type { Command } from "commander";
import { PERMISSION_KINDS } from "../../../runtime/core/permissions/kinds.ts";
import type { TraceFlags } from "./trace.ts";

const KINDS = `${PERMISSION_KINDS.join(", ")} or all`;

/** Adds them to the command `permissions`. @param done takes the exit code */
export function addPermissionCommands(permissions: Command, done: (exitCode: number) => void): void {
  permissions
    .command("check")
    .description("answer what plugin.json would permit: JSON lines {kind, value} on stdin, one answer each on stdout")
    .argument("<dir|plugin.json>")
    .option("--json", "answers are JSON lines with or without this")
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how scopes name it
    .option("--workspace <dir>", "what ${workspaceFolder} means (default: an empty folder)")
    .action(async (target: string, { workspace }: { workspace?: string }) => {
      const { checkCommand } = await import("./check.ts");
      done(await checkCommand(target, workspace));
    });
  permissions
    .command("list")
    .description("show what a plugin declares, and what you decided about it")
    .argument("<dir|id>", "a plugin's folder, or the id of an installed one")
    .option("--json", "print one JSON value: {plugin, scopes, allow, deny}")
    .action(async (target: string, { json }: { json?: boolean }) => {
      const { listCommand } = await import("./grants.ts");
      done(await listCommand(target, json === true));
    });
  permissions
    .command("grant")
    .description("allow what a plugin declares, from now on")
    .argument("<dir|id>")
    .argument("<kind>", KINDS)
    .argument("[scopes...]", "as in plugin.json; without any, all that is declared of this kind")
    .action(async (target: string, kind: string, scopes: string[]) => {
      const { grantCommand } = await import("./grants.ts");
      done(await grantCommand(target, kind, scopes));
    });
  permissions
    .command("review")
    .description("look through all that a plugin declares, with its risk, and decide at a terminal")
    .argument("<dir|id>")
    .action(async (target: string) => {
      const { reviewCommand } = await import("./review.ts");
      done(await reviewCommand(target));
    });
  permissions
    .command("revoke")
    .description("take grants back: running plugins lose them at once, and ask again")
    .argument("<dir|id>")
    .argument("<kind>", KINDS)
    .argument("[scopes...]", "without any, all grants of this kind")
    .option("--deny", "refuse from now on instead of asking again")
    .action(async (target: string, kind: string, scopes: string[], { deny }: { deny?: boolean }) => {
      const { revokeCommand } = await import("./grants.ts");
      done(await revokeCommand(target, kind, scopes, deny === true));
    });
  permissions
    .command("reset")
    .description("forget what you decided about a plugin, refusals included")
    .argument("<dir|id>")
    .argument("[kind]", KINDS, "all")
    .action(async (target: string, kind: string) => {
      const { resetCommand } = await import("./grants.ts");
      done(await resetCommand(target, kind));
    });
  permissions
    .command("trace")
    .description("run a plugin, record what it needs, and print the smallest plugin.json that would have sufficed")
    .argument("<dir>")
    .argument("[entry]", "a command or endpoint of the plugin")
    .option("--input <json>", "what the entry is called with, as JSON")
    .option("-A, --allow-all", "allow whatever it asks for, declared or not, without the one question before the run")
    .option("--apply", "write the permissions into plugin.json, keeping its comments and layout")
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how scopes name it
    .option("--workspace <dir>", "what ${workspaceFolder} means (default: the current folder)")
    .action(async (target: string, entry: string | undefined, options: TraceFlags) => {
      const { traceCommand } = await import("./trace.ts");
      done(await traceCommand(target, entry, options));
    });
  permissions
    .command("explain")
    .description("say which rule decides about one value, and where it stands")
    .argument("<dir|id>")
    .argument("<kind>", "read, write, net, memory, ai or system")
    .argument("<value>", "a path, a URL or host[:port], or a name")
    .option("--json", "print one JSON value: {state, by, rule, where, reason}")
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how scopes name it
    .option("--workspace <dir>", "what ${workspaceFolder} means (default: an empty folder)")
    .action(async (target: string, kind: string, value: string, options: { json?: boolean; workspace?: string }) => {
      const { explainCommand } = await import("./explain.ts");
      done(await explainCommand(target, kind, value, options));
    });
}
