/** VS Code's JSON language server with our schema, asked for diagnostics: it then answers without its usual pause. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Measures } from "../serve.ts";
import { typingMeasures } from "./language-server.ts";

const SCHEMA = new URL("../../../schemas/plugin.schema.json", import.meta.url);

export async function create(): Promise<Measures> {
  const folder = createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json");
  const schema: unknown = JSON.parse(await readFile(SCHEMA, "utf8"));
  return typingMeasures({
    program: process.execPath,
    args: [folder.replace(/package\.json$/, "bin/vscode-json-language-server"), "--stdio"],
    pulls: true,
    uri: "file:///no-such-folder/plugin.json",
    settings: {
      json: { validate: { enable: true }, schemas: [{ fileMatch: ["plugin.json"], url: "aihub:/schema", schema }] },
    },
  });
}
