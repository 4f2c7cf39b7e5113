/** What the manifest's schema says of a place. */
import pluginSchema from "../../schemas/plugin.schema.json" with { type: "json" };

/** The part of JSON Schema that our schema uses. */
export interface SchemaNode {
  readonly title?: string;
  readonly markdownDescription?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly allOf?: readonly { readonly $ref: string }[];
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

const ROOT = pluginSchema as SchemaNode;
const DEFINITIONS: Readonly<Record<string, SchemaNode>> = pluginSchema.definitions as Record<string, SchemaNode>;

/** @returns undefined where the schema knows nothing of such a place */
export function schemaAt(path: readonly (string | number)[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = ROOT;
  for (const step of path) node = node && childOf(node, step);
  return node && resolved(node);
}

function childOf(parent: SchemaNode, step: string | number): SchemaNode | undefined {
  const { items, properties = {}, additionalProperties } = resolved(parent);
  if (typeof step === "number") return items;
  if (Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** What a node takes over from definitions; its own words count first. */
function resolved(node: SchemaNode): SchemaNode {
  const inherited = (node.allOf ?? []).map(({ $ref }) => DEFINITIONS[$ref.replace("#/definitions/", "")] ?? {});
  return Object.assign({}, ...inherited, node);
}
