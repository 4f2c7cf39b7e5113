/** What of a plugin's settings a settings page leaves out. */
import { findNodeAtLocation, getNodeValue } from "jsonc-parser";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import { readConfigSchema } from "../../runtime/core/config-schema.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { JsonView } from "../documents/json-view.ts";

/** The words that `readConfigSchema` takes of a property. */
const USED: ReadonlySet<string> = new Set(["type", "description", "default", "enum", "minimum", "maximum"]);
/** Words for people, which change nothing. */
const HARMLESS: ReadonlySet<string> = new Set(["title", "markdownDescription", "examples", "$comment"]);
const MAX_DIAGNOSTICS = 200;

export function configDiagnostics({ document, json }: JsonView): Diagnostic[] {
  const { root } = json;
  const properties = root && findNodeAtLocation(root, ["properties"]);
  if (root?.type !== "object" || properties?.type !== "object") return [];
  const shown = new Set(readConfigSchema(getNodeValue(root)).map(({ key }) => key));
  const found: Diagnostic[] = [];
  const report = (node: { offset: number; length: number }, severity: DiagnosticSeverity, message: string) => {
    if (found.length === MAX_DIAGNOSTICS) return;
    const start = document.positionAt(node.offset);
    const end = document.positionAt(node.offset + node.length);
    found.push({ range: { start, end }, severity, source: "aihub", message });
  };
  for (const { children: [key, value] = [] } of properties.children ?? []) {
    if (!key) continue;
    const name = String(key.value);
    if (!shown.has(name)) {
      const quoted = escapeForDisplay(JSON.stringify(name), 120);
      const message = `No setting is made of ${quoted}: settings have a name of letters, digits, "_", "." and "-" that starts with a letter, and one type of string, number, integer, boolean, array and object`;
      report(key, DiagnosticSeverity.Warning, message);
      continue;
    }
    for (const { children: [word] = [] } of value?.children ?? []) {
      const isIgnored = word && !USED.has(String(word.value)) && !HARMLESS.has(String(word.value));
      if (isIgnored) report(word, DiagnosticSeverity.Information, "Settings ignore this");
    }
  }
  return found;
}
