/** Declares the tests of one family of hostile programs. Each family is a test file, so that they run side by side. */
import { after, before, describe, it } from "mocha";
import { Arena } from "./arena.ts";
import { programsOf } from "./program.ts";

export function hostileFamily(family: string): void {
  describe(`hostile programs: ${family}`, () => {
    let arena: Arena;
    before(async () => {
      arena = await Arena.create();
    });
    after(() => arena.dispose());
    for (const program of programsOf(family)) it(program.name, () => arena.check(program));
  });
}
