/** Other ways out of a problem than its own fix: an author chooses among them. */
import { ManifestEdit } from "../../../runtime/core/manifest/edit.ts";
import type { Fix, Problem } from "../../../runtime/core/result.ts";
import type { ManifestView } from "../../feature.ts";
import { applied, difference } from "./edits.ts";
import { withText } from "./with-text.ts";

type Choice = (view: ManifestView, problem: Problem, edit: ManifestEdit) => Fix | undefined;

const CHOICES: Readonly<Record<string, Choice>> = {
  "manifest/missing-key": allMissingKeys,
  "manifest/unknown-key": (_, { pointer }, edit) => edit.remove(pointer, "Remove the key"),
  "manifest/permission-scope": (_, { pointer }, edit) => edit.remove(pointer, "Remove the permission"),
  "manifest/broad-permission": (_, { pointer }, edit) => edit.remove(pointer, "Remove the permission"),
};

/** Undefined when there is no other way than the problem's own fix. */
export function choiceFor(view: ManifestView, problem: Problem): Fix | undefined {
  const { tree, document } = view;
  const other = tree && CHOICES[problem.code]?.(view, problem, new ManifestEdit(document.getText(), tree));
  const own = problem.fix;
  const isSame = own?.offset === other?.offset && own?.length === other?.length && own?.text === other?.text;
  return isSame ? undefined : other;
}

/** Everything that an object lacks at once, said once; undefined when that is one key, which its own fix adds. */
function allMissingKeys(view: ManifestView, { pointer, message }: Problem): Fix | undefined {
  const isMissing = (problem: Problem) => problem.code === "manifest/missing-key" && problem.pointer === pointer;
  const missing = view.problems.filter(isMissing);
  if (missing.length < 2 || missing[0]?.message !== message) return undefined;
  const before = view.document.getText();
  let text = before;
  for (const _ of missing) {
    const fix = withText(view, text).problems.find(isMissing)?.fix;
    if (!fix) return undefined;
    text = applied(text, fix);
  }
  return difference(before, text, `Add all ${missing.length} missing keys`);
}
