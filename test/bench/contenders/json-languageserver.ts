/** `vscode-json-languageserver` with our schema, as it comes: it waits half a second for a pause in the typing. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Measures } from "../serve.ts";
import { typingMeasures } from "./language-server.ts";

const SCHEMA = new URL("../../../schemas/plugin.schema.json", import.meta.url);

export async function create(): Promise<Measures> {
  const folder = createRequire(import.meta.url).resolve("vscode-json-languageserver/package.json");
  const schema: unknown = JSON.parse(await readFile(SCHEMA, "utf8"));
  return typingMeasures({
    program: process.execPath,
    args: [folder.replace(/package\.json$/, "bin/vscode-json-languageserver"), "--stdio"],
    pulls: false,
    uri: "file:///no-such-folder/plugin.json",
    settings: { json: { schemas: [{ fileMatch: ["plugin.json"], url: "aihub:/schema", schema }] } },
  });
}
