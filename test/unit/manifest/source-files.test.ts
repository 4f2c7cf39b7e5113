import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { outputFolder } from "../../../runtime/core/manifest/sources/source-files.ts";

describe("the folder into which a plugin is built", () => {
  const cases: readonly [manifest: string, folder: string][] = [
    ['{ "build": { "output": "./out//js/" } }', "out/js/"],
    ['{ "build": { "output": "build" }', "build/"],
    ["{}", "dist/"],
    ["", "dist/"],
    ["null", "dist/"],
    ['{ "build": { "output": 1 } }', "dist/"],
    ['{ "build": { "output": "./" } }', "dist/"],
    ['{ "build": { "output": "../elsewhere" } }', "dist/"],
    ["[".repeat(500_000), "dist/"],
  ];
  for (const [manifest, folder] of cases) {
    it(`of ${manifest.slice(0, 40)} is ${folder}`, () => assert.equal(outputFolder(manifest), folder));
  }
});
