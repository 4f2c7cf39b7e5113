/** Finds the tests that a source declares, without running it: `test("name", …)` with the name written down. */
import type { Span } from "../../runtime/core/manifest/source.ts";
import {
  bare,
  children,
  keyName,
  parseSource,
  part,
  parts,
  type Syntax,
  word,
} from "../../runtime/core/manifest/sources/syntax.ts";
import { faultOfTestName, MAX_TESTS } from "../../runtime/core/test-names.ts";

/** Its place is that of the whole call. */
export interface DeclaredTest extends Span {
  readonly name: string;
}

const SDK = "@aihub/sdk/testing";

/** In the order of the text, each name once. Undefined when the text cannot be read at the moment. */
export function declaredTests(path: string, text: string): readonly DeclaredTest[] | undefined {
  const program = parseSource(path, text);
  if (!program) return undefined;
  const callees = importedNames(program);
  const found: DeclaredTest[] = [];
  const open: Syntax[] = callees.test.size + callees.namespaces.size > 0 ? [program] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const [, child] of children(node)) open.push(child);
    const name = node.type === "CallExpression" && isTest(node, callees) ? nameOf(node) : undefined;
    if (name !== undefined) found.push({ name, start: node.start, end: node.end });
  }
  found.sort((a, b) => a.start - b.start);
  const known = new Set<string>();
  return found.filter(({ name }) => !known.has(name) && known.add(name).size <= MAX_TESTS);
}

interface Callees {
  /** Names that `test` is imported by. */
  readonly test: ReadonlySet<string>;
  /** Names that the whole module is imported by. */
  readonly namespaces: ReadonlySet<string>;
}

function importedNames(program: Syntax): Callees {
  const test = new Set<string>();
  const namespaces = new Set<string>();
  for (const statement of parts(program, "body")) {
    if (statement.type !== "ImportDeclaration" || word(part(statement, "source"), "value") !== SDK) continue;
    for (const specifier of parts(statement, "specifiers")) {
      const local = word(part(specifier, "local"), "name");
      if (specifier.type === "ImportNamespaceSpecifier") namespaces.add(local);
      else if (word(part(specifier, "imported"), "name") === "test") test.add(local);
    }
  }
  return { test, namespaces };
}

function isTest(call: Syntax, { test, namespaces }: Callees): boolean {
  const given = part(call, "callee");
  const callee = given && bare(given);
  if (callee?.type === "Identifier") return test.has(word(callee, "name"));
  if (callee?.type !== "MemberExpression") return false;
  return namespaces.has(word(part(callee, "object"), "name")) && keyName(callee, "property") === "test";
}

function nameOf(call: Syntax): string | undefined {
  const [given] = parts(call, "arguments");
  const name = given && textOf(bare(given));
  return faultOfTestName(name) === undefined ? name : undefined;
}

function textOf(node: Syntax): string | undefined {
  if (node.type === "StringLiteral") return word(node, "value");
  if (node.type !== "TemplateLiteral" || parts(node, "expressions").length > 0) return undefined;
  const [quasi] = parts(node, "quasis") as readonly (Syntax & { readonly value?: { readonly cooked?: unknown } })[];
  return typeof quasi?.value?.cooked === "string" ? quasi.value.cooked : undefined;
}
