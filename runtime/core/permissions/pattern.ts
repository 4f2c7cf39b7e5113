/**
 * How globs relate to each other. Both answers lean to the safe side: `covers` may miss that one does, `overlap` may say
 * that two do which do not.
 */
import { matchesSegment } from "./glob.ts";
import { foldName } from "./path-names.ts";

/** Segments of one glob without braces, from the root down. */
export type Pattern = readonly Segment[];

export interface Segment {
  readonly text: string;
  /** Stands for itself: nothing in it is a wildcard. */
  readonly literal: boolean;
}

const WILD = /[*?[]/;

/** @param literal no character is a wildcard */
export function segmentsOf(path: string, literal: boolean): Segment[] {
  const segments = path.split("/").map((text) => ({ text, literal: literal || !WILD.test(text) }));
  return segments.filter((segment, at) => !(isGlobstar(segment) && isGlobstar(segments[at + 1])));
}

/** Whether everything that `inner` matches is matched by `outer` too. */
export function patternCovers(outer: Pattern, inner: Pattern): boolean {
  return walk(inner.length, (o, i, next) => {
    const head = outer[o];
    const other = inner[i];
    if (head === undefined || other === undefined) return head === other;
    if (isGlobstar(head)) return o === outer.length - 1 || next(o + 1, i) || next(o, i + 1);
    return !isGlobstar(other) && segmentCovers(head, other) && next(o + 1, i + 1);
  });
}

/** Whether some path may be matched by both. `fold`: names that differ in case or Unicode form are the same. */
export function patternsOverlap(one: Pattern, two: Pattern, fold: boolean): boolean {
  return walk(two.length, (a, b, next) => {
    const left = one[a];
    const right = two[b];
    if (left === undefined && right === undefined) return true;
    if (isGlobstar(left))
      return a === one.length - 1 ? right !== undefined : next(a + 1, b) || (right !== undefined && next(a, b + 1));
    if (isGlobstar(right))
      return b === two.length - 1 ? left !== undefined : next(a, b + 1) || (left !== undefined && next(a + 1, b));
    if (left === undefined || right === undefined) return false;
    return segmentsOverlap(left, right, fold) && next(a + 1, b + 1);
  });
}

type Step = (a: number, b: number, next: (a: number, b: number) => boolean) => boolean;

/** Compares from the start, each pair of places once: with several globstars the ways through them are many. */
function walk(width: number, step: Step): boolean {
  const known = new Map<number, boolean>();
  const next = (a: number, b: number): boolean => {
    const key = a * (width + 1) + b;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = step(a, b, next);
    known.set(key, answer);
    return answer;
  };
  return next(0, 0);
}

function segmentCovers(outer: Segment, inner: Segment): boolean {
  if (inner.literal) return matches(outer, inner.text, false);
  if (outer.literal) return false;
  if (outer.text === inner.text || outer.text === "*") return true;
  const star = /^([^*?[]*)\*([^*?[]*)$/.exec(outer.text);
  if (!star) return false;
  return headOf(inner).startsWith(star[1] ?? "") && tailOf(inner).endsWith(star[2] ?? "");
}

function segmentsOverlap(one: Segment, two: Segment, fold: boolean): boolean {
  if (one.literal) return matches(two, one.text, fold);
  if (two.literal) return matches(one, two.text, fold);
  const key = (text: string) => (fold ? foldName(text) : text);
  const [headA, headB] = [key(headOf(one)), key(headOf(two))];
  const [tailA, tailB] = [key(tailOf(one)), key(tailOf(two))];
  return (headA.startsWith(headB) || headB.startsWith(headA)) && (tailA.endsWith(tailB) || tailB.endsWith(tailA));
}

function matches(segment: Segment, name: string, fold: boolean): boolean {
  if (!segment.literal) return matchesSegment(segment.text, name, fold);
  return segment.text === name || (fold && foldName(segment.text) === foldName(name));
}

function isGlobstar(segment: Segment | undefined): boolean {
  return segment?.text === "**" && !segment.literal;
}

/** The text before the first wildcard. */
function headOf({ text }: Segment): string {
  return text.slice(0, text.search(WILD));
}

/** The text after the last wildcard. */
function tailOf({ text }: Segment): string {
  return /[^*?\]]*$/.exec(text)?.[0] ?? "";
}
