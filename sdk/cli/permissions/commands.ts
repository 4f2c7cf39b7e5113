/** The commands below `aihub permissions`. */
import type { Command } from "commander";

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
}
