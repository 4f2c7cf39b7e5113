/** The server as a process of its own, for a client that says by `--node-ipc`, `--stdio` and the like how they talk. */
import process from "node:process";
import { createConnection } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

startServer(createConnection(), process.env.AIHUB_HOME || undefined);
