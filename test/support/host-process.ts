/**
 * Another window: a host of its own process, on a home that others use too, with one installed plugin running. Each
 * message is the name of a command to call; each answer is what came of it. Prompts are refused.
 */
import process from "node:process";
import { createTestHost } from "./host.ts";

export type Answer = { readonly value: unknown } | { readonly message: string };

const [home = "", id = ""] = process.argv.slice(2);
const test = await createTestHost({ home });
const instance = await test.host.openInstalled(id);
await instance.start();
process.on("message", (command: string) => {
  void instance.invoke(command, null).then(
    (value) => process.send?.({ value: value ?? null } satisfies Answer),
    (error: Error) => process.send?.({ message: error.message } satisfies Answer),
  );
});
process.on("disconnect", () => void test.dispose());
process.send?.("ready");
