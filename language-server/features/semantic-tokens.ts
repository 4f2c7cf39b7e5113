/** Colours the parts of permission scopes: what is a wildcard, a host, a port or a variable is seen at a glance. */
import { type SemanticTokens, SemanticTokensBuilder, SemanticTokenTypes } from "vscode-languageserver";
import { offsetInString } from "../../runtime/core/manifest/source.ts";
import type { PermissionKind } from "../../runtime/core/permissions/kinds.ts";
import type { ManifestView } from "../feature.ts";
import { scopesIn } from "./scopes.ts";

/** Standard types, which every theme colours. */
const TYPES = {
  /** The `=` by which a path means exactly itself. */
  literal: SemanticTokenTypes.operator,
  wildcard: SemanticTokenTypes.regexp,
  variable: SemanticTokenTypes.variable,
  host: SemanticTokenTypes.namespace,
  /** Also the bits of an address range. */
  port: SemanticTokenTypes.number,
  path: SemanticTokenTypes.string,
} as const;

type Part = keyof typeof TYPES;
const PARTS = Object.keys(TYPES) as Part[];

export const SEMANTIC_TOKENS_LEGEND = { tokenTypes: Object.values(TYPES) as string[], tokenModifiers: [] as string[] };

/** Longest scope that is taken apart; the broker refuses longer ones. */
const MAX_SCOPE = 1024;

/** Each alternative is one part, by its name; what none of them takes keeps its colour. */
const PATH =
  /(?<literal>^=)|(?<variable>^\$\{workspaceFolder(?::[^{}/\\]+)?\})|(?<wildcard>\*+|\?|\[[^\]]*\]|[{}])|(?<path>[^*?[{}]+)/g;
const LITERAL_PATH = /(?<literal>^=)|(?<variable>(?<=^=)\$\{workspaceFolder(?::[^{}/\\]+)?\})|(?<path>.+)/g;
const MODEL = /(?<wildcard>\*+|\?|\[[^\]]*\]|[{}])|(?<path>[^*?[{}]+)/g;
const NAME = /(?<path>.+)/g;

interface Token {
  readonly start: number;
  readonly end: number;
  readonly part: Part;
}

export function semanticTokens(view: ManifestView): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, part } of tokens(view).toSorted((a, b) => a.start - b.start)) {
    const { line, character } = view.document.positionAt(start);
    builder.push(line, character, end - start, PARTS.indexOf(part), 0);
  }
  return builder.build();
}

function tokens(view: ManifestView): Token[] {
  const text = view.document.getText();
  return (["permissions", "optionalPermissions"] as const).flatMap((block) =>
    scopesIn(view, block).flatMap(({ kind, scope, node }) => {
      if (kind === "system") return [];
      const at = (index: number) => offsetInString(text, node, index);
      return partsOf(kind, scope).map(({ start, end, part }) => ({ start: at(start), end: at(end), part }));
    }),
  );
}

function partsOf(kind: PermissionKind, scope: string): Token[] {
  if (scope.length > MAX_SCOPE) return [];
  if (kind === "net") return netParts(scope);
  const paths = scope.startsWith("=") ? LITERAL_PATH : PATH;
  const pattern = kind === "ai" ? MODEL : kind === "memory" ? NAME : paths;
  return [...scope.matchAll(pattern)].flatMap(({ groups = {}, index, 0: { length } }) => {
    const part = PARTS.find((name) => groups[name] !== undefined);
    return part ? [{ start: index, end: index + length, part }] : [];
  });
}

/** `*.host:443`, `10.0.0.0/8:*`, `[fd00::/8]:443`: taken apart from behind, for an address has colons of its own. */
function netParts(scope: string): Token[] {
  const isBareAddress = /^[^[/:]*:[^/:]*:/.test(scope);
  const port = isBareAddress && !scope.includes("/") ? null : /(?<=:)(?:\d+|\*)$/.exec(scope);
  const address = scope.slice(0, port ? port.index - 1 : undefined).replace(/\]$/, "");
  const bits = /(?<=\/)\d+$/.exec(address);
  const isWild = address.startsWith("*.");
  const start = isWild ? 2 : address.startsWith("[") ? 1 : 0;
  // Both brackets and bits: `[fd00::]/8`.
  const host = address.slice(start, bits ? bits.index - 1 : undefined).replace(/\]$/, "");
  return [
    ...(isWild ? [{ start: 0, end: 1, part: "wildcard" as const }] : []),
    ...(host === "" ? [] : [{ start, end: start + host.length, part: "host" as const }]),
    ...(bits ? [{ start: bits.index, end: bits.index + bits[0].length, part: "port" as const }] : []),
    ...(port
      ? [{ start: port.index, end: scope.length, part: port[0] === "*" ? ("wildcard" as const) : ("port" as const) }]
      : []),
  ];
}
