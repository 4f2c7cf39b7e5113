/** `aihub lsp`: the language server, for any editor. */
import process from "node:process";
import { createConnection } from "vscode-languageserver/node";
import { startServer } from "../../language-server/server.ts";
import { aihubHome } from "./home.ts";

/** Never resolves: the process ends with the connection, as the protocol says. */
export function lspCommand(): Promise<never> {
  startServer(createConnection(process.stdin, process.stdout), {
    sourceWorker: new URL("../../language-server/sources/worker.ts", import.meta.url),
    home: aihubHome(),
    documentation: new URL("../../docs/manifest.md", import.meta.url),
  });
  return new Promise(() => {});
}
