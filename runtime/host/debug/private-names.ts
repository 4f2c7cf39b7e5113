/**
 * Private names in expressions: `order.#total` can only be written inside the class, and an expression of the person is
 * not. So it becomes `$private(order)["#total"]`: the agent's `$private` gives out what stands for an object's private
 * members, and knows the doors of the classes around the frame. Whatever can be done with a member can be done with that.
 */
import { type AnyNode, type PrivateIdentifier, parse } from "acorn";
import { full } from "acorn-walk";

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

/** The expression as the agent can evaluate it; unchanged when it has no private name or cannot be parsed. */
export function withoutPrivateNames(expression: string): string {
  if (!expression.includes("#")) return expression;
  const text = tryToParse(`(${expression}\n)`) ? `(${expression}\n)` : expression;
  const program = tryToParse(text);
  if (!program) return expression;
  const edits: Edit[] = [];
  const insert = (at: number, inserted: string): void => void edits.push({ at, remove: 0, text: inserted });
  const replace = (at: number, end: number, by: string): void => void edits.push({ at, remove: end - at, text: by });
  const members = new Set<AnyNode>();
  const called = new Set<AnyNode>();
  full(program, (each) => {
    const node = each as AnyNode;
    if (node.type === "CallExpression") called.add(withoutParens(node.callee));
    if (node.type === "TaggedTemplateExpression") called.add(withoutParens(node.tag));
  });
  full(program, (each) => {
    const node = each as AnyNode;
    if (node.type === "BinaryExpression" && node.left.type === "PrivateIdentifier") {
      replace(node.left.start, node.left.end, JSON.stringify(`#${node.left.name}`));
      insert(node.right.start, "$private(");
      insert(node.right.end, ")");
    }
    if (!isPrivate(node)) return;
    members.add(node);
    const { object, property, optional } = node;
    insert(object.start, "$private(");
    // A method that is called needs its object for `this`.
    const closing = `${called.has(node) ? ",true" : ""})${optional ? "?." : ""}`;
    replace(object.end, node.end, `${closing}[${JSON.stringify(`#${property.name}`)}]`);
  });
  full(program, (each) => {
    const node = each as AnyNode;
    if (node.type !== "NewExpression" || ![...members].some((one) => isWithin(one, node.callee))) return;
    insert(node.callee.start, "("); // or the first call in it would be what `new` makes
    insert(node.callee.end, ")");
  });
  // Of edits at one place the later stands before the earlier; apart from those of `new` they are openings, all alike.
  let result = text;
  for (const { at, remove, text: inserted } of edits.toSorted((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + inserted + result.slice(at + remove);
  }
  return result;
}

function tryToParse(text: string): AnyNode | undefined {
  try {
    return parse(text, { ecmaVersion: "latest", checkPrivateFields: false, preserveParens: true });
  } catch {
    return undefined;
  }
}

function withoutParens(node: AnyNode): AnyNode {
  return node.type === "ParenthesizedExpression" ? withoutParens(node.expression) : node;
}

function isPrivate(node: AnyNode): node is Extract<AnyNode, { type: "MemberExpression" }> & {
  readonly property: PrivateIdentifier;
} {
  return node.type === "MemberExpression" && node.property.type === "PrivateIdentifier";
}

function isWithin(node: AnyNode, outer: AnyNode): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}
