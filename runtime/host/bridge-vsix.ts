/** Packs a bridge manifest as a VSIX: a zip that VS Code installs without a reload and without a prompt. */
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { type BridgeManifest, ownIconPath } from "../core/bridge-manifest.ts";
import { OWN_ICONS } from "../core/manifest/own-icons.ts";

export interface BridgeVsix {
  /** `publisher.name`, as VS Code knows the extension. */
  readonly extensionId: string;
  /** Ends in a hash of the content: two bridges with equal versions are equal. */
  readonly version: string;
  readonly bytes: Buffer;
}

/** The same manifest gives the same bytes, on every machine and in every time zone. */
export async function bridgeVsix(manifest: BridgeManifest): Promise<BridgeVsix> {
  const version = bridgeVersion(manifest);
  const zip = new ZipFile();
  add(zip, "[Content_Types].xml", CONTENT_TYPES);
  add(zip, "extension.vsixmanifest", vsixManifest(manifest, version));
  const text = JSON.stringify({ ...manifest, version }, undefined, 2);
  add(zip, "extension/package.json", text);
  for (const [name, svg] of Object.entries(OWN_ICONS)) {
    const path = ownIconPath(name);
    if (text.includes(JSON.stringify(path))) add(zip, `extension/${path}`, svg);
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  return { extensionId: `${manifest.publisher}.${manifest.name}`, version, bytes };
}

/** The plugin's version with a hash of the manifest: what is already installed under it needs no new installation. */
export function bridgeVersion(manifest: BridgeManifest): string {
  const hash = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 16);
  // A letter in front: a numeric pre-release with a leading zero would not be a semantic version.
  return `${manifest.version}-h${hash}`;
}

function add(zip: ZipFile, path: string, text: string): void {
  // The DOS timestamp is local time; a local date makes it the same everywhere.
  const mtime = new Date(1980, 0, 1);
  zip.addBuffer(Buffer.from(text), path, { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true });
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".svg" ContentType="image/svg+xml"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>
`;

function vsixManifest(manifest: BridgeManifest, version: string): string {
  const { name, publisher, displayName, description, engines } = manifest;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}"/>
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>
`;
}

function xml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
