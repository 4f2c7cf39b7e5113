/** The builder as the CLI composes it, for tests. */
import { fileURLToPath } from "node:url";
import { type Builder, createBuilder } from "../../../runtime/host/build/build.ts";

const sdkEntry = fileURLToPath(new URL("../../../sdk/guest/index.ts", import.meta.url));

export interface CountingBuilder extends Builder {
  /** How often esbuild was asked for. */
  loads(): number;
}

export function testingBuilder(): CountingBuilder {
  let count = 0;
  const builder = createBuilder(
    async () => {
      count++;
      return import("esbuild");
    },
    { sdkEntry },
  );
  return { ...builder, loads: () => count };
}

/** Runs built modules of a plugin whose output is one file and returns its exports. */
export async function evaluate(modules: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const source = modules["main.js"] ?? "";
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}
