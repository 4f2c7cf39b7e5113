/** The table of commands of `aihub`, its help, and the way from an error to an exit code. */
import process from "node:process";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { describeError, EXIT, exitCodeOf, UsageError } from "./errors.ts";
import { addRunFlags, readRunFlags, separatePermissionFlags } from "./flags.ts";
import { addPermissionCommands } from "./permissions/commands.ts";
import { NO_USAGE, printReport } from "./report.ts";
import { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

const HELP = `
Examples:
  $ aihub run examples/ai-bookkeeper generate-report --input '{"period":"2026-Q3","format":"csv"}'
  $ aihub run hello.ts                       one file, which may do nothing but compute
  $ aihub run --allow-read='./data/*' my-plugin
  $ aihub run -A --deny-net my-plugin --json
  $ aihub validate my-plugin

Permissions:
  A plugin may do nothing that its plugin.json does not declare and you have not allowed. What is
  declared but not allowed by a flag is asked for on the terminal, or denied where there is none.
  --allow-… and --deny-… take scopes after "=", separated by commas; without "=" they mean all that
  is declared. Deny always wins. Scopes are written as in plugin.json: './data/*' is in the plugin's
  folder, '\${workspaceFolder}/**' in the workspace; hosts are 'api.example.com' or '*.example.com'.
  A bare file declares nothing: there, a flag is both the declaration and the permission.

Exit codes:
  0 done               1 the plugin failed    2 wrong usage       3 permission denied
  4 time limit         5 memory limit         6 invalid manifest  7 not found
  130 stopped by Ctrl-C

Environment:
  AIHUB_POLICY         an administrator's rules, which beat yours (default: policy.json in AIHUB_HOME)
  AIHUB_HOME           where grants and settings are kept (default: your data folder)
  NO_COLOR             no colours`;

const DAP_HELP = `
Arguments of launch:
  program       the plugin's folder, its plugin.json, or a bare file; relative to workspace
  entry, input  the command or endpoint to call, and the JSON value to call it with
  permissions   "all", or {"allow": {"read": ["./data/*"], "net": "all"}, "deny": {…}}: the scopes of the flags of
                \`aihub run\`. What is not allowed is denied, and the debug console says so
  stopOnEntry, justMyCode (default true), noDebug, workspace (default: the current folder), timeoutMs, memoryMB`;

/** Runs the command line. @param argv without node and script. @returns the exit code; never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error; // the reader, such as head, has seen enough
  });
  let code: number = EXIT.done;
  const program = createProgram((exitCode) => {
    code = exitCode;
  });
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.usage;
    }
    await program.parseAsync(separatePermissionFlags(argv), { from: "user" });
    return code;
  } catch (error) {
    // Commander has printed its own message; help and version are not failures.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      const message = error.message.replace(/^error: /, "");
      if (argv[0] === "run" && argv.includes("--json")) {
        printReport({ error: new UsageError(message), usage: NO_USAGE }, []);
      }
      return EXIT.usage;
    }
    const terminal = new Terminal();
    terminal.line(describeError(error, terminal.colors));
    return exitCodeOf(error);
  }
}

function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command("aihub")
    .description("Runs AI Hub plugins in their sandbox, from a terminal.")
    .version(version(), "-V, --version")
    .exitOverride()
    .showHelpAfterError("(aihub --help explains the commands)")
    .addHelpText("after", HELP);
  // Commands load what they need when they are run: `aihub --help` need not wait for a sandbox.
  addRunFlags(program.command("run"))
    .description("run a plugin folder, or one JavaScript or TypeScript file")
    .argument("<dir|file>", "a folder with plugin.json, or a bare file, whose default export is the result")
    .argument("[entry]", "a command or endpoint of the plugin; without it the result is what activate returns")
    .addHelpText(
      "after",
      "\nEach --allow-… has its --deny-…, which wins. `aihub --help` explains permissions and exit codes.",
    )
    .action(async (target: string, entry: string | undefined, options: Record<string, unknown>) => {
      const { runCommand } = await import("./run.ts");
      done(await runCommand(target, entry, readRunFlags(options)));
    });
  program
    .command("validate")
    .description("check a plugin.json and report every problem with its place")
    .argument("<dir|plugin.json>")
    .option("--format <format>", "pretty, json or sarif", "pretty")
    .option("--lint", "advice as well, as in the editor: the manifest against the sources, and good manners")
    .action(async (target: string, { format, lint = false }: { format: string; lint?: boolean }) => {
      if (format !== "pretty" && format !== "json" && format !== "sarif") {
        throw new UsageError(`--format is pretty, json or sarif, not '${format}'`);
      }
      const { validateCommand } = await import("./validate.ts");
      done(await validateCommand(target, format, lint));
    });
  program
    .command("lsp")
    .description("the language server for plugin.json, for editors")
    .option("--stdio", "speak on stdin and stdout, which is all that there is")
    .option("--clientProcessId <id>", "ends when this process does")
    .action(async () => {
      const { lspCommand } = await import("./lsp.ts");
      await lspCommand();
    });
  program
    .command("dap")
    .description("the debug adapter for plugins, for editors")
    .option("--stdio", "one session on stdin and stdout (default)")
    .addOption(portOption().conflicts("stdio"))
    .addHelpText("after", DAP_HELP)
    .action(async ({ port }: { port?: number }) => {
      const { dapCommand } = await import("./dap.ts");
      done(await dapCommand(port));
    });
  addPermissionCommands(program.command("permissions").description("see and change what plugins may do"), done);
  return program;
}

function portOption(): Option {
  const option = new Option("--port <port>", "a session for each connection to this port of 127.0.0.1; 0 takes any");
  return option.argParser((text) => {
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
  });
}
