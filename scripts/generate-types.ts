/**
 * Writes `schemas/plugin.generated.ts` from `schemas/plugin.schema.json`. With `--check` it writes nothing and exits
 * with 1 when the file is stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const SCHEMA = new URL("../schemas/plugin.schema.json", import.meta.url);
const TYPES = new URL("../schemas/plugin.generated.ts", import.meta.url);

/** The text of the generated file. */
export async function generateTypes(): Promise<string> {
  const schema = JSON.parse(await readFile(SCHEMA, "utf8"), withoutTitle) as JSONSchema;
  return compile({ ...schema, title: "PluginManifest" }, "PluginManifest", {
    bannerComment: "/* Generated from plugin.schema.json by scripts/generate-types.ts. Do not edit. */",
    additionalProperties: false,
    // Otherwise every array with maxItems becomes a union of tuples.
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120 },
  });
}

/** Titles are for hover texts; each would become a type of its own, such as `Title1 = string`. */
function withoutTitle(this: unknown, key: string, value: unknown): unknown {
  return key === "title" && typeof value === "string" ? undefined : value;
}

if (import.meta.main) {
  const types = await generateTypes();
  if (!process.argv.includes("--check")) await writeFile(TYPES, types);
  else if ((await readFile(TYPES, "utf8").catch(() => "")) !== types) {
    console.error("schemas/plugin.generated.ts is stale: run node scripts/generate-types.ts");
    process.exitCode = 1;
  }
}
