/** Where the command line keeps its state. */
import path from "node:path";
import process from "node:process";
import envPaths from "env-paths";

/** `AIHUB_HOME`, or the platform's data folder. */
export function aihubHome(): string {
  const named = process.env.AIHUB_HOME;
  return named ? path.resolve(named) : envPaths("aihub", { suffix: "" }).data;
}
