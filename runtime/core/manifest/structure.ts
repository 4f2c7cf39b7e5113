/** The schema phase: each of ajv's errors becomes a problem in our words, with our code. */
import { Ajv, type DefinedError, type ErrorObject } from "ajv";
import schema from "../../../schemas/plugin.schema.json" with { type: "json" };
import { escapeForDisplay } from "../permissions/escape.ts";
import type { ProblemCode } from "./codes.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { ManifestEdit } from "./edit.ts";
import type { ParsedDocument } from "./parse.ts";
import type { Report, ReportOptions } from "./report.ts";
import { childPointer, placeAt } from "./source.ts";
import { addKey, changed, converted, reformed } from "./structure-fixes.ts";

const ajv = new Ajv({ allErrors: true, verbose: true, ownProperties: true, allowUnionTypes: true });
ajv.addVocabulary(["markdownDescription", "defaultSnippets", "enumDescriptions"]);
const validate = ajv.compile(schema);

interface Finding {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly message: string;
  readonly options?: ReportOptions;
}

/** Reports where the document differs from the schema. */
export function checkStructure({ value, root }: ParsedDocument, report: Report, edit: ManifestEdit): void {
  if (validate(value)) return;
  for (const error of validate.errors ?? []) {
    if (report.full) return;
    const finding = toFinding(error, edit);
    if (!finding) continue;
    const place = placeAt(root, finding.pointer);
    if (place) report.addPlace(finding.code, finding.pointer, finding.message, place, finding.options);
  }
}

function toFinding(raw: ErrorObject, edit: ManifestEdit): Finding | undefined {
  const error = raw as DefinedError;
  const pointer = error.instancePath;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(error, pointer, error.params.additionalProperty, edit);
    case "required":
      return {
        code: "manifest/missing-key",
        pointer,
        message: `The key ${quote(error.params.missingProperty)} is missing`,
        options: { fix: addKey(pointer, error.params.missingProperty, error.data, edit) },
      };
    case "type":
      return {
        code: "manifest/type",
        pointer,
        message: `Expected ${article(error.params.type)}, found ${nameOf(error.data)}`,
        options: { fix: converted(pointer, error.params.type, error.data, edit) },
      };
    case "enum":
      return unknownValue(pointer, error.data, error.params.allowedValues);
    case "pattern":
      return wrongFormat(error, pointer);
    case "minLength":
      return { code: "manifest/range", pointer, message: "This must not be empty" };
    case "maxLength":
      return { code: "manifest/range", pointer, message: `At most ${error.params.limit} characters` };
    case "maxItems":
      return { code: "manifest/range", pointer, message: `At most ${error.params.limit} entries` };
    case "minimum":
      return {
        code: "manifest/range",
        pointer,
        message: `At least ${error.params.limit}`,
        options: { fix: changed(pointer, error.params.limit, edit) },
      };
    case "maximum":
      return {
        code: "manifest/range",
        pointer,
        message: `At most ${error.params.limit}`,
        options: { fix: changed(pointer, error.params.limit, edit) },
      };
    case "propertyNames":
      return undefined; // the name's own error is reported besides
    default:
      return { code: "manifest/format", pointer, message: `This ${raw.message ?? "is not what is expected"}` };
  }
}

function unknownKey(error: ErrorObject, parent: string, key: string, edit: ManifestEdit): Finding {
  const known = Object.keys((error.parentSchema?.properties ?? {}) as object);
  const data = Object(error.data) as object;
  const meant = didYouMean(
    key,
    known.filter((name) => !Object.hasOwn(data, name)),
  );
  const question = meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
  const pointer = childPointer(parent, key);
  return {
    code: "manifest/unknown-key",
    pointer,
    message: `Unknown key ${quote(key)}${question}`,
    options: {
      onKey: true,
      ...(meant === undefined ? { fix: edit.remove(pointer, "Remove the key") } : { replacement: meant }),
    },
  };
}

function unknownValue(pointer: string, data: unknown, allowed: readonly unknown[]): Finding {
  const words = allowed.map(String);
  const meant = typeof data === "string" ? didYouMean(data, words) : undefined;
  return {
    code: "manifest/value",
    pointer,
    message: `Expected one of ${words.join(", ")}`,
    ...(meant !== undefined && { options: { replacement: meant } }),
  };
}

function wrongFormat(error: ErrorObject, pointer: string): Finding {
  const examples = (error.parentSchema?.examples ?? []) as unknown[];
  const like = typeof examples[0] === "string" ? `; an example is ${quote(examples[0])}` : "";
  if (error.propertyName !== undefined) {
    const message = `${quote(error.propertyName)} is not a plugin's id: lower-case letters, digits and hyphens`;
    return {
      code: "manifest/format",
      pointer: childPointer(pointer, error.propertyName),
      message,
      options: { onKey: true, ...reformed(error.propertyName, error) },
    };
  }
  return {
    code: "manifest/format",
    pointer,
    message: `This does not have the form expected here${like}`,
    options: reformed(error.data, error),
  };
}

function quote(text: string): string {
  return escapeForDisplay(JSON.stringify(text), 120);
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  return article(Array.isArray(value) ? "array" : typeof value);
}
