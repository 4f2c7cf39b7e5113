import assert from "node:assert/strict";
import { resolve } from "node:path";
import { describe, it } from "mocha";
import { parseLaunchFlags } from "../../../scripts/vscode/launch-flags.ts";

describe("launch flags", () => {
  it("reads what @vscode/test-electron passes", () => {
    assert.deepEqual(
      parseLaunchFlags([
        "/tmp/work space",
        "--disable-workspace-trust",
        "--user-data-dir=/tmp/data",
        "--extensions-dir=/tmp/extensions",
        "--no-sandbox",
        "--disable-gpu-sandbox",
        "--disable-updates",
        "--skip-welcome",
        "--skip-release-notes",
        "--extensionTestsPath=/repo/tests.cjs",
        "--extensionDevelopmentPath=/repo",
      ]),
      {
        extensionDevelopmentPaths: [resolve("/repo")],
        extensionTestsPath: resolve("/repo/tests.cjs"),
        folder: resolve("/tmp/work space"),
        userDataDir: resolve("/tmp/data"),
        extensionsDir: resolve("/tmp/extensions"),
        workspaceTrust: false,
      },
    );
  });

  it("takes several extensions, URIs and values with an equals sign; asks for trust unless told", () => {
    const flags = parseLaunchFlags([
      "--extensionDevelopmentPath=a=b",
      "--extensionDevelopmentPath=c",
      "--folder-uri=file:///x%20y",
    ]);
    assert.deepEqual(flags.extensionDevelopmentPaths, [resolve("a=b"), resolve("c")]);
    assert.equal(flags.folder, resolve("/x y"));
    assert.equal(flags.extensionTestsPath, undefined);
    assert.equal(flags.workspaceTrust, true);
  });
});
