/** The one validator of manifests: the editor, the command line and the installer all ask it. */
import type { PluginManifest } from "../../../schemas/plugin.generated.ts";
import type { Checked } from "../result.ts";
import type { Code } from "./codes.ts";
import { ManifestEdit } from "./edit.ts";
import { findAll } from "./find.ts";
import { ADVICE } from "./lint/advice.ts";
import { ownUses } from "./lint/running.ts";
import type { Manifest } from "./manifest.ts";
import { type ParsedDocument, parseDocument } from "./parse.ts";
import { pluginId } from "./plugin-id.ts";
import { Report } from "./report.ts";
import type { Located, ManifestFiles, Rule, RuleContext, Surroundings } from "./rule.ts";
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
import { placeAt } from "./source.ts";
import { checkStructure } from "./structure.ts";

export type { Manifest };
export { pluginId };

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
  return check(text, files).checked;
}

/**
 * The same, and advice: how the manifest fits the plugin's sources and what a publisher would want. Advice is never an
 * error, so what this refuses is what {@link checkManifest} refuses.
 */
export function lintManifest(text: string, around: Surroundings): Checked<Manifest> {
  const { checked, report, read } = check(text, around.files);
  if (!read) return checked;
  let uses: Surroundings["uses"];
  for (const advice of ADVICE) {
    if (report.isFullOfAdvice) break;
    const context = read.contextFor(advice.code);
    uses ??= around.uses && ownUses(around.uses, context.strings);
    advice.check({
      ...around,
      ...context,
      uses,
      document: read.document.value,
      manifest: checked.value,
      readInstalled: ({ manifest }) => checkManifest(manifest).value,
    });
  }
  return { value: checked.value, problems: report.problems() };
}

interface Check {
  readonly checked: Checked<Manifest>;
  readonly report: Report;
  /** Undefined when the text is not JSON. */
  readonly read?: {
    readonly document: ParsedDocument;
    /** What the rule or advice with a code is given. */
    contextFor(code: Code): RuleContext;
  };
}

function check(text: string, files: ManifestFiles | undefined): Check {
  const report = new Report(text);
  const document = parseDocument(text, report);
  if (!document) return { checked: { value: undefined, problems: report.problems() }, report };
  const edit = new ManifestEdit(text, document.root);
  checkStructure(document, report, edit);
  const contextFor = contextsOf(document, report, files, edit);
  for (const rule of RULES) rule.check(contextFor(rule.code));
  const problems = report.problems();
  const failed = problems.some(({ severity }) => severity === "error");
  const value = failed ? undefined : withId(document.value as PluginManifest);
  return { checked: { value, problems }, report, read: { document, contextFor } };
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

function contextsOf(
  { value, root }: ParsedDocument,
  report: Report,
  files: ManifestFiles | undefined,
  edit: ManifestEdit,
): (code: Code) => RuleContext {
  // Many rules look for the same.
  const strings = remembering((pattern) => findAll(value, pattern).filter(isString));
  const objects = remembering((pattern) => findAll(value, pattern).filter(isObject));
  return (code) => ({
    edit,
    strings,
    objects,
    files,
    report(pointer, message, options) {
      const place = placeAt(root, pointer);
      if (!place) throw new Error(`Rule ${code} reported ${pointer}, which does not exist`);
      report.addPlace(code, pointer, message, place, options);
    },
  });
}

function remembering<T>(find: (pattern: string) => T): (pattern: string) => T {
  const known = new Map<string, T>();
  return (pattern) => {
    const found = known.get(pattern) ?? find(pattern);
    known.set(pattern, found);
    return found;
  };
}

function isString(located: Located<unknown>): located is Located<string> {
  return typeof located.value === "string";
}

function isObject(located: Located<unknown>): located is Located<Readonly<Record<string, unknown>>> {
  return typeof located.value === "object" && located.value !== null && !Array.isArray(located.value);
}
