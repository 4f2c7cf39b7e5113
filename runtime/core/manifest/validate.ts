/** The one validator of manifests: the editor, the command line and the installer all ask it. */
import type { PluginManifest } from "../../../schemas/plugin.generated.ts";
import type { Checked } from "../result.ts";
import { findAll } from "./find.ts";
import { type ParsedDocument, parseDocument, placeAt } from "./parse.ts";
import { pluginId } from "./plugin-id.ts";
import { Report } from "./report.ts";
import type { Located, ManifestFiles, Rule, RuleContext } from "./rule.ts";
import { appVersionOrderRule } from "./rules/app-version-order.ts";
import { duplicateIdRule } from "./rules/duplicate-id.ts";
import { licenseRule } from "./rules/license.ts";
import { missingEntryRule, missingFileRule } from "./rules/missing-file.ts";
import { networkProtocolsRule } from "./rules/network-protocols.ts";
import { parameterTypeRule } from "./rules/parameter-type.ts";
import { pathRule } from "./rules/path.ts";
import { broadPermissionRule, permissionScopeRule } from "./rules/permission-scope.ts";
import { idRule } from "./rules/plugin-id.ts";
import { reservedIdRule } from "./rules/reserved-id.ts";
import { sizeRule } from "./rules/size.ts";
import { versionRule } from "./rules/version.ts";
import { versionRangeRule } from "./rules/version-range.ts";
import { checkStructure } from "./structure.ts";

export { pluginId };

/** A manifest without errors, its id filled in. Keys that AI Hub does not know may still be in it. */
export type Manifest = PluginManifest & { readonly id: string };

const RULES: readonly Rule[] = [
  idRule,
  reservedIdRule,
  duplicateIdRule,
  versionRule,
  versionRangeRule,
  appVersionOrderRule,
  licenseRule,
  pathRule,
  permissionScopeRule,
  broadPermissionRule,
  networkProtocolsRule,
  parameterTypeRule,
  sizeRule,
  missingEntryRule,
  missingFileRule,
];

/**
 * Checks the text of a `plugin.json`. The value is there only when no problem is an error.
 *
 * @param files looks for the files that the manifest names; without it they are not looked for
 */
export function checkManifest(text: string, files?: ManifestFiles): Checked<Manifest> {
  const report = new Report(text);
  const document = parseDocument(text, report);
  if (document) {
    checkStructure(document, report);
    for (const rule of RULES) rule.check(contextOf(rule, document, report, files));
  }
  const problems = report.problems();
  const failed = !document || problems.some(({ severity }) => severity === "error");
  return { value: failed ? undefined : withId(document.value as PluginManifest), problems };
}

/** What to say of bytes that are no UTF-8, given their text with U+FFFD for what could not be read. */
export function checkUnreadable(text: string): Checked<Manifest> {
  const report = new Report(text);
  const start = Math.max(0, text.indexOf("\uFFFD"));
  report.addSpan("manifest/encoding", "", "This is not UTF-8", { start, end: start + 1 });
  return { value: undefined, problems: report.problems() };
}

function withId(manifest: PluginManifest): Manifest {
  return { ...manifest, id: manifest.id ?? pluginId(manifest.name) };
}

function contextOf(
  rule: Rule,
  document: ParsedDocument,
  report: Report,
  files: ManifestFiles | undefined,
): RuleContext {
  return {
    strings: (pattern) => findAll(document.value, pattern).filter(isString),
    objects: (pattern) => findAll(document.value, pattern).filter(isObject),
    files,
    report(pointer, message, options) {
      const place = placeAt(document.root, pointer);
      if (!place) throw new Error(`Rule ${rule.code} reported ${pointer}, which does not exist`);
      report.addPlace(rule.code, pointer, message, place, options);
    },
  };
}

function isString(located: Located<unknown>): located is Located<string> {
  return typeof located.value === "string";
}

function isObject(located: Located<unknown>): located is Located<Readonly<Record<string, unknown>>> {
  return typeof located.value === "object" && located.value !== null && !Array.isArray(located.value);
}
