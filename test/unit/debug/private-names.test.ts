/** Private names in expressions of the person: whatever can be done with them within the class. */
import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import { withoutPrivateNames } from "../../../runtime/host/debug/private-names.ts";
import { Debugged } from "./debugged.ts";

const SOURCE = `class Money {
  #sum = 1;
  #none: number | undefined;
  static #count = 0;
  #Kind = class { name = "kind"; };
  #tag = (texts: TemplateStringsArray) => texts.join() + this.#sum;
  next: Money | undefined;
  get #double() { throw new Error("ran"); }
  #add(n: number) { return (this.#sum += n); }
  run() {
    return [this.#sum, this.#add(0), Money.#count, this.#Kind, this.#tag, this.#none, "#double" in this];
  }
}
export const commands = {
  go() {
    const money = new Money();
    money.next = new Money();
    return money.run();
  },
};
`;

describe("Private names", () => {
  let debugged: Debugged;
  before(async () => {
    debugged = await Debugged.create(SOURCE);
    await debugged.plugin.start();
    await debugged.breakAt(11);
    void debugged.go();
    await debugged.stop();
  });
  after(() => debugged.dispose());

  it("can be used as the class itself uses them", async () => {
    for (const [expression, value] of [
      ["this.#sum += 4", "5"],
      ["++this.#sum", "6"],
      ["this.#sum++ + this.#sum", "13"],
      ["this.#sum **= 2", "49"],
      ["this.#none ??= 3", "3"],
      ["this.#none &&= this.next.#none ||= 8", "8"],
      ["[this.#sum, this.next.#sum] = [1, 2]; this.#sum + this.next.#sum", "3"],
      ["({ a: this.#sum = 7 } = {}); this.#sum", "7"],
      ["this.#add(1)", "8"],
      ["(this.#add)(1)", "9"],
      ["this.#tag`t`", "'t9'"],
      ["new this.#Kind().name", "'kind'"],
      ["new (this.#Kind)().name", "'kind'"],
      ["Money.#count -= 1", "-1"],
      ["this.next?.#sum", "2"],
      ["this.next.next?.#sum.nothing.more", "undefined"],
      ["#sum in this && #double in this.next", "true"],
      ["#sum in {} || #sum in Money || #count in this", "false"],
      ["#count in Money", "true"],
      ["((o) => o.#sum)(this.next)", "2"],
      ["'#sum' + /#sum/.source", "'#sum#sum'"],
    ] as const)
      assert.equal(await debugged.evaluate(expression), value, expression);
  });

  it("fail as they do in the class", async () => {
    for (const [expression, problem] of [
      ["({}).#sum", /TypeError/],
      ["({}).#sum = 1", /TypeError/],
      ["5.5.#sum", /TypeError/],
      ["#sum in 5", /TypeError/],
      ["this.next.next.#sum", /TypeError/],
      ["this.#add = 1", /TypeError/],
      ["this.#double", /ran/],
      ["this.#unknown += 1", /not a private member/],
      ["#unknown in this", /not a private member/],
      ["delete this.#sum", /SyntaxError/],
    ] as const)
      await assert.rejects(debugged.evaluate(expression), problem, expression);
  });

  it("are looked at, unless that runs something", async () => {
    assert.match(await debugged.evaluate("this.#sum", 0, "hover"), /^\d+$/);
    assert.match(await debugged.evaluate("this.next.#sum", 0, "hover"), /^\d+$/);
    await assert.rejects(debugged.evaluate("this.#double", 0, "hover"), /TypeError/);
  });

  it("leave all other text as it is", () => {
    for (const text of ["a + b", "'#a in b'", "a.#b.", "#!x", "a.b /* .#c */"])
      assert.equal(withoutPrivateNames(text).replace(/^\(|\n\)$/g, ""), text);
  });
});
