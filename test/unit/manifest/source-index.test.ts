import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { SourceIndex } from "../../../runtime/core/manifest/sources/source-index.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";

function index(files: Readonly<Record<string, string>>): SourceIndex {
  const made = new SourceIndex();
  for (const [path, text] of Object.entries(files)) made.set(path, text);
  return made;
}

function short({ path, line, kind, value, passed }: SourceUse): string {
  return `${path}:${line} ${kind} ${passed ? "*" : (value ?? "?")}`;
}

describe("the index of a plugin's sources", () => {
  it("follows constants, also through another module, and says where they stand", () => {
    const made = index({
      "src/main.ts": 'import { API } from "./config/index.ts";\nfetch(API);',
      "src/config/index.ts": 'export { API } from "./api";',
      "src/config/api.ts": '\nexport const API = "https://a.example";',
    });
    const [use] = made.uses();
    assert.deepEqual(made.uses().map(short), ["src/main.ts:2 net https://a.example"]);
    assert.deepEqual(use?.constant, { path: "src/config/api.ts", start: 21, end: 38, line: 2, column: 21 });
  });

  it("follows aiHub into functions, classes and modules that say what they take", () => {
    const types = 'import type { AiHub, FsApi } from "@aihub/sdk";\n';
    const made = index({
      "main.ts":
        'import { start } from "./start.js"; import Store from "./store"; import { web } from "./web.ts"; start(1, aiHub); new Store(aiHub.fs); web.get("https://a.example")',
      "start.ts": `${types}export function start(n: number, hub: AiHub) { hub.events.emit("a") }`,
      "store.ts": `${types}export default class { constructor(private fs: FsApi) {} go() { this.fs.stat("./a") } }`,
      "web.ts": "export const { http: web } = aiHub;",
    });
    assert.deepEqual(made.uses().map(short), [
      "main.ts:1 net https://a.example",
      "start.ts:2 emit a",
      "store.ts:2 read ./a",
    ]);
  });

  it("what others make of aiHub without saying so is not known", () => {
    const made = index({
      "main.js": 'import { start } from "./start.js"; start(aiHub.events)',
      "start.js": 'export function start(events) { events.emit("a") }',
    });
    assert.deepEqual(made.uses().map(short), ["main.js:1 emit *", "main.js:1 listen *"]);
  });

  it("looks again at those who import what changed, and at no others", () => {
    const made = index({
      "a.ts": 'export const ID = "one";',
      "b.ts": 'import { ID } from "./a.ts"; aiHub.events.emit(ID);',
      "c.ts": 'aiHub.events.emit("c");',
    });
    const before = made.uses();
    assert.equal(made.uses(), before);
    made.set("a.ts", 'export const ID = "two";');
    const after = made.uses();
    assert.deepEqual(after.map(short), ["b.ts:1 emit two", "c.ts:1 emit c"]);
    assert.equal(after[1], before[1], "c.ts was not analysed again");
    made.delete("a.ts");
    assert.deepEqual(made.uses().map(short), ["b.ts:1 emit ?", "c.ts:1 emit c"]);
    made.set("a.ts", 'export const ID = "three";');
    assert.deepEqual(made.uses().map(short), ["b.ts:1 emit three", "c.ts:1 emit c"]);
  });

  it("a file that cannot be read counts as it was; one that never could be may do anything", () => {
    const made = index({ "a.ts": 'aiHub.events.emit("a");' });
    made.uses();
    made.set("a.ts", 'aiHub.events.emit("a"');
    assert.deepEqual(made.uses().map(short), ["a.ts:1 emit a"]);
    const broken = index({ "a.ts": "(" }).uses();
    assert.ok(broken.length > 5 && broken.every(({ passed }) => passed));
    assert.deepEqual(index({ "a.d.ts": "(", "a.css": "(" }).uses(), []);
  });

  it("modules that import each other or themselves end", () => {
    const made = index({
      "a.ts": 'import { B } from "./b.ts"; export const A = B; export * from "./a.ts"; fetch(A)',
      "b.ts": 'import { A } from "./a.ts"; export const B = A; export { B as C } from "../../../x.ts"; fetch(B)',
    });
    assert.deepEqual(made.uses().map(short), ["a.ts:1 net ?", "b.ts:1 net ?"]);
  });

  it("after any changes it says what a fresh one says (property)", () => {
    const texts = [
      'export const A = "a";',
      'export const A = "b"; aiHub.events.emit(A);',
      'import { A } from "./a.ts"; aiHub.events.emit(A);',
      'import { A } from "./b.ts"; export { A }; aiHub.events.emit(A);',
      'export { A } from "./c.ts";',
      "export const A = aiHub.fs;",
      'import { A } from "./a.ts"; A.readFile("./x");',
    ];
    const change = fc.tuple(fc.constantFrom("a.ts", "b.ts", "c.ts"), fc.option(fc.constantFrom(...texts)));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const made = new SourceIndex();
        const now = new Map<string, string>();
        for (const [path, text] of changes) {
          if (text === null) made.delete(path);
          else made.set(path, text);
          if (text === null) now.delete(path);
          else now.set(path, text);
          const fresh = index(Object.fromEntries([...now].sort()));
          assert.deepEqual(made.uses(), fresh.uses());
        }
      }),
      { numRuns: 200 },
    );
  });
});
