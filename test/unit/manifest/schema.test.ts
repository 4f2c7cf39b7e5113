import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { describe, it } from "mocha";
import schema from "../../../schemas/plugin.schema.json" with { type: "json" };
import { generateTypes } from "../../../scripts/generate-derived.ts";

interface Described {
  readonly pointer: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Every schema of a key, with where it stands. */
function described(node: unknown, pointer: string): Described[] {
  if (typeof node !== "object" || node === null) return [];
  const { properties, items, additionalProperties, definitions } = node as Record<string, unknown>;
  const children = [
    ...Object.entries(properties ?? {}),
    ...Object.entries(definitions ?? {}),
    ...(items ? [["items", items] as const] : []),
    ...(typeof additionalProperties === "object" ? [["*", additionalProperties] as const] : []),
  ];
  return children.flatMap(([key, child]) => [
    { pointer: `${pointer}/${key}`, schema: child as Described["schema"] },
    ...described(child, `${pointer}/${key}`),
  ]);
}

describe("plugin.schema.json", () => {
  const keys = described(schema, "").filter(({ pointer }) => pointer !== "/permissionBlock");

  it("describes every key, with examples that are valid", () => {
    const ajv = new Ajv({ strict: false });
    ajv.addSchema(schema, "manifest");
    assert.ok(keys.length > 80);
    for (const { pointer, schema: key } of keys) {
      for (const word of ["title", "description", "markdownDescription"]) {
        assert.equal(typeof key[word], "string", `${pointer} has no ${word}`);
      }
      assert.ok(Array.isArray(key.examples) && key.examples.length > 0, `${pointer} has no examples`);
      const validate = ajv.compile({ ...key, definitions: schema.definitions });
      for (const example of key.examples)
        assert.ok(validate(example), `${pointer}: ${ajv.errorsText(validate.errors)}`);
    }
  });

  it("has the types that are checked in", async () => {
    const types = await readFile(new URL("../../../schemas/plugin.generated.ts", import.meta.url), "utf8");
    assert.equal(types, await generateTypes());
  });
});
