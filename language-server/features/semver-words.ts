/** Version ranges in words. */
import semver from "semver";

const MAX_ALTERNATIVES = 8;

/**
 * What a range admits, such as "from 1.2.0, below 2.0.0" for `^1.2.0`. Undefined when it is no range.
 *
 * @example describeRange("~1.2.3 || 3.x") // "from 1.2.3, below 1.3.0; or from 3.0.0, below 4.0.0"
 */
export function describeRange(text: string): string | undefined {
  if (text.length > 256) return undefined;
  let range: semver.Range;
  try {
    range = new semver.Range(text);
  } catch {
    return undefined;
  }
  const alternatives = range.set.map((comparators) => comparators.toSorted(lowerFirst).map(describeComparator));
  const named = alternatives.slice(0, MAX_ALTERNATIVES).map((parts) => parts.filter((part) => part !== "").join(", "));
  if (named.some((words) => words === "")) return "any version";
  const rest = alternatives.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join("; or ");
}

const OPERATORS: Readonly<Record<string, string>> = {
  ">=": "from ",
  ">": "above ",
  "<=": "up to ",
  "<": "below ",
  "": "exactly ",
  "=": "exactly ",
};

function lowerFirst(a: semver.Comparator, b: semver.Comparator): number {
  return Number(a.operator.startsWith("<")) - Number(b.operator.startsWith("<"));
}

function describeComparator({ operator, semver: version }: semver.Comparator): string {
  // What `*` becomes: a comparator without a version.
  if (!(version instanceof semver.SemVer)) return "";
  // semver writes the end of `^1.0.0` as <2.0.0-0, which leaves out the pre-releases of 2.0.0 too.
  const plain = operator === "<" ? version.version.replace(/-0$/, "") : version.version;
  if (operator === "<" && version.version === "0.0.0-0") return "no version";
  if (operator === ">=" && plain === "0.0.0") return "";
  return `${OPERATORS[operator] ?? operator}${plain}`;
}
