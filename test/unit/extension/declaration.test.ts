import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { findDeclaration } from "../../../extension/permissions/declaration.ts";

const TEXT = `// A plugin
{
  "name": "demo", "version": "1.0.0", "type": "tool", "license": "MIT",
  "permissions": {
    "filesystem": {
      "read": [
        "./data/*",
        "/srv/**" // broad
      ]
    },
    "system": { "clipboard": false, "notifications": true }
  },
  "optionalPermissions": { "memory": { "collections": ["a\\u0301"] } }
}
`;

describe("where a permission is declared", () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-declaration-"));
    await writeFile(join(dir, "plugin.json"), TEXT);
  });
  after(() => rm(dir, { recursive: true }));

  it("is a line and a column, comments notwithstanding", async () => {
    assert.deepEqual(await findDeclaration(dir, "read", "/srv/**"), {
      file: join(dir, "plugin.json"),
      line: 8,
      column: 9,
      text: '"/srv/**" // broad',
      optional: false,
      broad: true,
    });
  });

  it("is the key of a system capability", async () => {
    const found = await findDeclaration(dir, "system", "notifications");
    assert.deepEqual([found?.line, found?.column], [11, 37]);
  });

  it("is optional where it is asked for at run time only", async () => {
    const found = await findDeclaration(dir, "memory", "a\u0301");
    assert.deepEqual([found?.line, found?.optional], [13, true]);
  });

  it("is nowhere for another kind, another scope, and what is declared false", async () => {
    assert.equal(await findDeclaration(dir, "write", "/srv/**"), undefined);
    assert.equal(await findDeclaration(dir, "read", "/srv"), undefined);
    assert.equal(await findDeclaration(dir, "system", "clipboard"), undefined);
  });
});
