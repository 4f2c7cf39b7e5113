/** The JSON language service, which knows our schemas and fetches none. */
import { getLanguageService, type JSONSchema, type LanguageService } from "vscode-json-languageservice";
import pluginSchema from "../schemas/plugin.schema.json" with { type: "json" };
import workflowSchema from "../schemas/workflow.schema.json" with { type: "json" };

/** The kinds of JSON documents that the server knows. */
export type JsonKind = "manifest" | "config" | "workflow";

const DRAFT_07 = "http://json-schema.org/draft-07/schema#";

/** The schema of each kind; the service has that of draft 07 itself. */
const SCHEMAS: Readonly<Record<JsonKind, { uri: string; schema?: JSONSchema }>> = {
  manifest: { uri: pluginSchema.$id, schema: pluginSchema as JSONSchema },
  workflow: { uri: workflowSchema.$id, schema: workflowSchema as JSONSchema },
  config: { uri: DRAFT_07 },
};

const MAX_NAMED_SCHEMAS = 100;

const services = new Map<JsonKind, LanguageService>();

/**
 * The service for a kind of documents. Whatever their `$schema` names, it is ours that counts: nothing is fetched.
 *
 * Ask for it each time: the service remembers every `$schema` that was ever typed, so it is replaced now and then.
 */
export function jsonService(kind: JsonKind): LanguageService {
  const existing = services.get(kind);
  if (existing) return existing;
  const { uri, schema } = SCHEMAS[kind];
  let named = 0;
  const service = getLanguageService({
    async schemaRequestService() {
      named += 1;
      if (named === MAX_NAMED_SCHEMAS) services.delete(kind);
      return JSON.stringify(schema ?? { allOf: [{ $ref: DRAFT_07 }] });
    },
  });
  // A copy: the service resolves references inside of what it is given, and ajv compiles the same object.
  const own = schema && { schema: structuredClone(schema) };
  service.configure({ allowComments: true, schemas: [{ uri, fileMatch: ["*"], ...own }] });
  services.set(kind, service);
  return service;
}
