/** What a function is called by where it stands: the language names it so, and a call stack should. */
import type { AnyNode } from "acorn";
import type { FunctionKind } from "./site-table.ts";

export interface FunctionHint {
  readonly name: string;
  readonly kind: FunctionKind;
}

const METHOD_KINDS = { method: "method", get: "getter", set: "setter", constructor: "constructor" } as const;

/** Notes names for the functions and classes that a node names. */
export function nameFunctions(node: AnyNode, hints: Map<unknown, FunctionHint>, source: string, className = ""): void {
  const note = (value: AnyNode | null | undefined, name: string, kind?: FunctionKind): void => {
    if (value)
      hints.set(value, { name, kind: kind ?? (value.type === "ArrowFunctionExpression" ? "arrow" : "function") });
  };
  switch (node.type) {
    case "VariableDeclarator":
      if (node.id.type === "Identifier") note(node.init, node.id.name);
      break;
    case "AssignmentExpression":
      if (node.left.type === "Identifier") note(node.right, node.left.name);
      else if (node.left.type === "MemberExpression" && !node.left.computed)
        note(node.right, keyText(node.left.property, source));
      break;
    case "AssignmentPattern":
      if (node.left.type === "Identifier") note(node.right, node.left.name);
      break;
    case "Property": {
      const name = keyText(node.key, source);
      if (node.kind !== "init") note(node.value, name, METHOD_KINDS[node.kind]);
      else note(node.value, name, node.method ? "method" : undefined);
      break;
    }
    case "MethodDefinition": {
      const name = node.kind === "constructor" ? `new ${className}` : dotted(className, keyText(node.key, source));
      note(node.value, name, METHOD_KINDS[node.kind]);
      break;
    }
    case "PropertyDefinition":
      note(node.value, dotted(className, keyText(node.key, source)));
      break;
  }
}

function dotted(className: string, key: string): string {
  return className === "" ? key : `${className}.${key}`;
}

const LONGEST = 60;

function keyText(key: AnyNode, source: string): string {
  if (key.type === "Identifier" || key.type === "PrivateIdentifier") return source.slice(key.start, key.end);
  if (key.type === "Literal") return String(key.value).slice(0, LONGEST);
  return `[${source.slice(key.start, Math.min(key.end, key.start + LONGEST))}]`;
}
