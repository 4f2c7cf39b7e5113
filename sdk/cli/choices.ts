/** Questions with a choice, on the terminal. What is typed before one could be seen does not answer it. */
import process from "node:process";
import { confirm, isCancel, multiselect } from "@clack/prompts";
import { Keys } from "./keys.ts";

/** One line to choose, its texts escaped. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** Shown when the line is the current one. */
  readonly hint: string;
}

/** Asks for a yes; everything else is a no. */
export async function agree(message: string, signal: AbortSignal): Promise<boolean> {
  if (!(await isQuiet(signal))) return false;
  return (await confirm({ message, initialValue: false, signal, output: process.stderr })) === true;
}

/** Asks which of several; undefined when the person leaves the question. */
export async function chooseMany<T>(
  message: string,
  choices: readonly Choice<T>[],
  chosen: readonly T[],
  signal: AbortSignal,
): Promise<readonly T[] | undefined> {
  if (!(await isQuiet(signal))) return undefined;
  const options = choices.map(({ label, hint }, index) => ({ value: index, label, hint }));
  const initialValues = choices.flatMap(({ value }, index) => (chosen.includes(value) ? [index] : []));
  const answer = await multiselect({
    message,
    options,
    initialValues,
    required: false,
    signal,
    output: process.stderr,
  });
  return isCancel(answer) ? undefined : choices.flatMap(({ value }, index) => (answer.includes(index) ? [value] : []));
}

function isQuiet(signal: AbortSignal): Promise<boolean> {
  // A terminal that does not know its size says 0, and clack would write one character on each line.
  if (process.stderr.columns === 0) process.stderr.columns = 80;
  const keys = new Keys();
  return keys.raw(() => keys.quiet(signal));
}
