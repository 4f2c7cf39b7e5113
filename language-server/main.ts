/** The server as a process of the extension, bundled into one file with the thread's entry beside it. */
import process from "node:process";
import { createConnection } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

startServer(createConnection(), {
  sourceWorker: new URL("source-worker.cjs", import.meta.url),
  home: process.env.AIHUB_HOME || undefined,
  documentation: new URL("../docs/manifest.md", import.meta.url),
});
