/**
 * Private names in expressions: `order.#total` can only be written inside the class, and an expression of the person is
 * not. So it becomes a call of the agent's `$private`, which knows the doors of the classes around the frame.
 */
import { type AnyNode, parse } from "acorn";
import { full } from "acorn-walk";

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

/** The expression as the agent can evaluate it; unchanged when it has no private name or cannot be parsed. */
export function withoutPrivateNames(expression: string): string {
  if (!expression.includes("#")) return expression;
  const isExpression = canParse(`(${expression}\n)`);
  const text = isExpression ? `(${expression}\n)` : expression;
  const program = canParse(text);
  if (!program) return expression;
  const edits: Edit[] = [];
  const assigned = new Set<AnyNode>();
  full(program, (node) => {
    const target = node as AnyNode;
    if (target.type === "AssignmentExpression" && target.operator === "=" && isPrivate(target.left)) {
      assigned.add(target.left);
      const { object, property } = target.left;
      edits.push({ at: object.start, remove: 0, text: "$private(" });
      edits.push({ at: object.end, remove: target.right.start - object.end, text: `,"#${property.name}",true,` });
      edits.push({ at: target.right.end, remove: 0, text: ")" });
    }
  });
  full(program, (node) => {
    const target = node as AnyNode;
    if (!isPrivate(target) || assigned.has(target)) return;
    edits.push({ at: target.object.start, remove: 0, text: "$private(" });
    edits.push({ at: target.object.end, remove: target.end - target.object.end, text: `,"#${target.property.name}")` });
  });
  // Of edits at one place the outer object's opening comes first; openings are all alike, so their order does not matter.
  let result = text;
  for (const { at, remove, text: inserted } of edits.toSorted((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + inserted + result.slice(at + remove);
  }
  return result;
}

function canParse(text: string) {
  try {
    return parse(text, {
      ecmaVersion: "latest",
      checkPrivateFields: false,
      preserveParens: true,
    }) as AnyNode;
  } catch {
    return undefined;
  }
}

function isPrivate(node: AnyNode): node is Extract<AnyNode, { type: "MemberExpression" }> & {
  readonly property: { readonly name: string };
} {
  return node.type === "MemberExpression" && node.property.type === "PrivateIdentifier";
}
