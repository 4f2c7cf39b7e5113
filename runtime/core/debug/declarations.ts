/** Which names a module declares, and where. */
import type { AnyNode, ForOfStatement, Identifier, Node, Pattern, Program } from "acorn";
import { base, type RecursiveVisitors, recursive, type WalkerCallback } from "acorn-walk";
import type { VariableKind } from "./site-table.ts";

/** A name and the identifier that declares it. */
export interface Declared {
  readonly name: string;
  readonly kind: VariableKind;
  readonly at: number;
}

/** What is known of a function's body, without that of the functions inside it. */
export interface BodyFacts {
  /** `var` declarations at any depth. */
  readonly vars: Declared[];
  hasLoop: boolean;
  /** Whether a block inside declares something of its own. */
  hasScopes: boolean;
  /** Whether the pattern of a `for…of` yields: such a function does not compile within a `try`, see `instrument`. */
  yieldsInHead: boolean;
}

/** Where the walk stands: the body, and the nodes around that may open scopes, the innermost first. */
interface Around {
  readonly facts: BodyFacts;
  readonly scope: { readonly node: Node; readonly outer: Around["scope"] } | undefined;
  /** In the pattern of a `for…of` of this body. */
  readonly inHead?: boolean;
}

export interface Facts {
  /** By function, static block or program. */
  readonly bodies: ReadonlyMap<Node, BodyFacts>;
  /** Functions, blocks and whatever else opens a scope, if a function inside may be closed over that. */
  readonly captured: ReadonlySet<Node>;
  /** Every identifier of the module, and the names of private members. */
  readonly identifiers: ReadonlySet<string>;
  /** Where variables are read or written, by name. */
  readonly references: ReadonlyMap<string, readonly number[]>;
}

/** Visits what lies inside a node. */
function walkInto<State>(node: AnyNode, state: State, visit: WalkerCallback<State>): void {
  (base as Record<string, (node: AnyNode, state: State, visit: WalkerCallback<State>) => void>)[node.type]?.(
    node,
    state,
    visit,
  );
}

/** One pass over the module before it is changed. */
export function collectFacts(program: Program): Facts {
  const bodies = new Map<Node, BodyFacts>();
  const captured = new Set<Node>();
  const identifiers = new Set<string>();
  const references = new Map<string, number[]>();
  const bodyBlocks = new Set<Node>();
  const inside = (node: Node, { scope, ...around }: Around): Around => ({ ...around, scope: { node, outer: scope } });
  const enter = (node: Node, around?: Around): Around => {
    const facts: BodyFacts = { vars: [], hasLoop: false, hasScopes: false, yieldsInHead: false };
    bodies.set(node, facts);
    return inside(node, { facts, scope: around?.scope });
  };
  /** What runs later is closed over everything around it. */
  const capture = (around: Around): void => {
    for (let { scope } = around; scope && !captured.has(scope.node); scope = scope.outer) captured.add(scope.node);
  };
  const loop = (node: AnyNode, around: Around, visit: WalkerCallback<Around>): void => {
    around.facts.hasLoop = true;
    around.facts.hasScopes = true;
    walkInto(node, inside(node, around), visit);
  };
  const forOf = (node: ForOfStatement, around: Around, visit: WalkerCallback<Around>): void => {
    const { left } = node;
    around.facts.hasLoop = true;
    around.facts.hasScopes = true;
    const within = inside(node, around);
    visit(left, { ...within, inHead: true });
    visit(node.right, within);
    visit(node.body, within);
  };
  const addIdentifier = ({ name, start }: Identifier): void => {
    identifiers.add(name);
    const known = references.get(name);
    if (known) known.push(start);
    else references.set(name, [start]);
  };
  const visitors: RecursiveVisitors<Around> = {
    Function: (node, around, visit) => {
      bodyBlocks.add(node.body);
      capture(around);
      base.Function?.(node, enter(node, around), visit);
    },
    StaticBlock: (node, around, visit) => {
      capture(around);
      base.StaticBlock?.(node, enter(node, around), visit);
    },
    ClassBody: (node, around, visit) => {
      for (const element of node.body) {
        if ("key" in element && element.key.type === "PrivateIdentifier") identifiers.add(element.key.name);
      }
      base.ClassBody?.(node, around, visit);
    },
    PropertyDefinition: (node, around, visit) => {
      if (node.computed) visit(node.key, around);
      if (!node.value) return;
      capture(around);
      visit(node.value, inside(node.value, around));
    },
    VariableDeclaration: (node, around, visit) => {
      if (node.kind === "var") {
        for (const { id } of node.declarations) around.facts.vars.push(...namesOf(id, "var"));
      }
      base.VariableDeclaration?.(node, around, visit);
    },
    BlockStatement: (node, around, visit) => {
      if (!bodyBlocks.has(node) && lexicalNames(node.body).length > 0) around.facts.hasScopes = true;
      walkInto(node, inside(node, around), visit);
    },
    SwitchStatement: (node, around, visit) => {
      around.facts.hasScopes = true;
      walkInto(node, inside(node, around), visit);
    },
    CatchClause: (node, around, visit) => {
      if (node.param) around.facts.hasScopes = true;
      walkInto(node, inside(node, around), visit);
    },
    Identifier: addIdentifier,
    // Acorn-walk hands identifiers in patterns over under another name.
    ...({ VariablePattern: addIdentifier } as object),
    ImportDeclaration: ({ specifiers }) => {
      for (const { local } of specifiers) identifiers.add(local.name);
    },
    WhileStatement: loop,
    DoWhileStatement: loop,
    ForStatement: loop,
    ForInStatement: loop,
    ForOfStatement: forOf,
    YieldExpression: (node, around, visit) => {
      if (around.inHead) around.facts.yieldsInHead = true;
      if (node.argument) visit(node.argument, around);
    },
  };
  recursive<Around>(program, enter(program), visitors);
  return { bodies, captured, identifiers, references };
}

/** The names that a pattern binds, in the order of the text. */
export function namesOf(pattern: Pattern, kind: VariableKind): Declared[] {
  switch (pattern.type) {
    case "Identifier":
      return [{ name: pattern.name, kind, at: pattern.start }];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesOf(property.type === "RestElement" ? property.argument : property.value, kind),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : namesOf(element, kind)));
    case "RestElement":
      return namesOf(pattern.argument, kind);
    case "AssignmentPattern":
      return namesOf(pattern.left, kind);
    case "MemberExpression":
      return [];
  }
}

/** What the statements of one block declare for that block: all but `var`. */
export function lexicalNames(statements: readonly AnyNode[]): Declared[] {
  return statements.flatMap((statement) => {
    if (statement.type === "ImportDeclaration") {
      return statement.specifiers.map(({ local }) => ({ name: local.name, kind: "import" as const, at: local.start }));
    }
    const exported = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
    return declaredBy(exported ? statement.declaration : statement);
  });
}

function declaredBy(node: AnyNode | null | undefined): Declared[] {
  switch (node?.type) {
    case "VariableDeclaration": {
      const { kind } = node;
      if (kind === "var") return [];
      return node.declarations.flatMap(({ id }) => namesOf(id, kind === "let" || kind === "const" ? kind : "using"));
    }
    case "FunctionDeclaration":
      return named(node, "function");
    case "ClassDeclaration":
      return named(node, "class");
    default:
      return [];
  }
}

function named({ id }: { readonly id: Identifier | null }, kind: VariableKind): Declared[] {
  return id === null ? [] : [{ name: id.name, kind, at: id.start }];
}
