import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { describe, it } from "mocha";
import yauzl from "yauzl";
import { type BridgePlugin, bridgeManifest as make } from "../../../runtime/core/bridge-manifest.ts";
import { bridgeVersion, bridgeVsix } from "../../../runtime/host/bridge-vsix.ts";

const PLUGIN: BridgePlugin = {
  id: "demo",
  name: "Demo",
  version: "1.0.0-beta.1",
  commands: [{ id: "go", title: "Go" }],
  panels: [],
  config: [],
};

const bridgeManifest = (plugin: BridgePlugin) => make(plugin, new Set());

describe("bridge VSIX", () => {
  it("holds the two manifests and the content types, and nothing else", async () => {
    const vsix = await bridgeVsix(bridgeManifest(PLUGIN));
    const entries = await unzip(vsix.bytes);
    assert.deepEqual([...entries.keys()], ["[Content_Types].xml", "extension.vsixmanifest", "extension/package.json"]);
    const packed = JSON.parse(entries.get("extension/package.json") ?? "");
    assert.equal(packed.main, undefined);
    assert.equal(packed.version, vsix.version);
    assert.equal(`${packed.publisher}.${packed.name}`, vsix.extensionId);
    assert.match(entries.get("extension.vsixmanifest") ?? "", new RegExp(`Version="${vsix.version}"`));
  });

  it("carries an icon that VS Code lacks", async () => {
    const panels = [{ id: "p", title: "P", icon: "calculator" }];
    const entries = await unzip((await bridgeVsix(bridgeManifest({ ...PLUGIN, panels }))).bytes);
    assert.match(entries.get("extension/icons/calculator.svg") ?? "", /^<svg /);
  });

  it("is the same bytes for the same plugin", async () => {
    const [a, b] = await Promise.all([bridgeVsix(bridgeManifest(PLUGIN)), bridgeVsix(bridgeManifest({ ...PLUGIN }))]);
    assert.ok(a.bytes.equals(b.bytes));
  });

  it("changes its version when its content changes, and is a semantic version", () => {
    const version = bridgeVersion(bridgeManifest(PLUGIN));
    const changed = bridgeVersion(bridgeManifest({ ...PLUGIN, commands: [{ id: "go", title: "Go!" }] }));
    assert.match(version, /^1\.0\.0-h[0-9a-f]{16}$/);
    assert.notEqual(version, changed);
  });

  it("cannot be broken out of by a plugin's name", async () => {
    const name = `"/><Evil a='&amp;"]]>`;
    const { bytes } = await bridgeVsix(bridgeManifest({ ...PLUGIN, name }));
    const manifest = (await unzip(bytes)).get("extension.vsixmanifest") ?? "";
    assert.doesNotMatch(manifest, /<Evil|a='/);
    assert.match(manifest, /<DisplayName>&#34;\/&#62;&#60;Evil a=&#39;/);
  });
});

async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await yauzl.fromBufferPromise(bytes, { strictFileNames: true });
  const entries = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  }
  return entries;
}
