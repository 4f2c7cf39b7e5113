import assert from "node:assert/strict";
import { build } from "esbuild";
import { describe, it } from "mocha";
import { instrument } from "../../../runtime/core/debug/instrument.ts";
import type { SiteTable } from "../../../runtime/core/debug/site-table.ts";
import { RUNTIME } from "./guest.ts";

function tableOf(code: string, map?: string): SiteTable {
  return instrument(code, { module: "main.js", runtime: RUNTIME, map }).table;
}

/** `kind line:column` of every site. */
function places(table: SiteTable): string[] {
  return table.sites.map(({ kind, line, column }) => `${kind} ${line}:${column}`);
}

describe("site table", () => {
  it("has a site for each statement, loop part, arrow body and function edge", () => {
    const code = "const a = 1;\nfor (let i = 0; i < 2; i++) {\n  f(i);\n}\nfunction f(x) {\n  return () => x;\n}\n";
    assert.deepEqual(places(tableOf(code)), [
      ...["enter 1:1", "statement 1:1", "statement 2:1", "statement 2:17", "statement 2:24", "statement 3:3"],
      ...["enter 5:1", "statement 6:3", "enter 6:10", "statement 6:16", "exit 6:17", "exit 7:1", "exit 7:1"],
    ]);
  });

  it("has a site for each further declarator of a statement", () => {
    const code = "let a = 1, b = a, c, d = () => 1, { e } = f();\nfor (let i = 0, n = g(); i < n; ) ;\n";
    assert.deepEqual(
      places(tableOf(code)).filter((place) => place.startsWith("statement")),
      ["statement 1:1", "statement 1:12", "statement 1:32", "statement 1:35", "statement 2:1", "statement 2:26"],
    );
  });

  it("numbers sites from where it is told", () => {
    const { table } = instrument("f();", { module: "m", runtime: RUNTIME, firstSite: 100 });
    assert.deepEqual(
      table.sites.map((site) => site.id),
      [100, 101, 102],
    );
  });

  it("tells names, kinds and scopes of functions", () => {
    const code = `const a = () => 1; class K { constructor() { f(); } async m() { f(); } get g() { return 1; } static #s() { f(); } x = f(); }
      const o = { p: function* () { f(); } }; function f() {}`;
    assert.deepEqual(
      tableOf(code).functions.map(({ name, kind, async, generator }) => [name, kind, async, generator]),
      [
        ["", "module", true, false],
        ["a", "arrow", false, false],
        ["new K", "constructor", false, false],
        ["K.m", "method", true, false],
        ["K.g", "getter", false, false],
        ["K.#s", "method", false, false],
        ["K.x", "initializer", false, false],
        ["p", "function", false, true],
      ],
    );
  });

  it("tells which sites a catch clause of the function guards", () => {
    const { sites } = tableOf("try { a(); try { b(); } finally { c(); } } catch { d(); } finally { e(); }");
    const guarded = sites.filter((site) => site.kind === "statement").map((site) => site.guarded);
    assert.deepEqual(guarded, [true, true, true, false, false]);
  });

  it("speaks of the author's files, names and columns", async () => {
    const { code, map, written } = await bundle();
    const result = instrument(code, { module: "main.js", runtime: RUNTIME, map });
    const { sources, sites, scopes } = result.table;
    const at = (text: string, source: string): void => {
      const lines = (written[source] ?? "").split("\n");
      const line = lines.findIndex((one) => one.includes(text)) + 1;
      const column = (lines[line - 1] ?? "").indexOf(text) + 1;
      const found = sites.find(
        (site) => sources[site.source] === source && site.line === line && site.column === column,
      );
      assert.ok(
        found,
        `${source}:${line}:${column} of ${JSON.stringify(sites.map((s) => [sources[s.source], s.line, s.column]))}`,
      );
      const text2 = result.code.split("\n")[found.generated.line - 1]?.slice(found.generated.column - 1);
      assert.ok(text2?.startsWith(text.slice(0, 6)), text2);
    };
    at("return total + 1", "a.ts");
    at("return total * 2", "b.ts");
    at("console.log(", "a.ts");
    const variables = scopes[0]?.variables.filter((one) => one.name === "total");
    assert.deepEqual(
      variables?.map((one) => [one.name, sources[one.source]]),
      [
        ["total", "b.ts"],
        ["total", "a.ts"],
      ],
    );
    assert.notEqual(variables?.[0]?.generated, variables?.[1]?.generated);
  });

  it("maps stacks of the instrumented code", async () => {
    const { code, map } = await bundle();
    const result = instrument(code, { module: "main.js", runtime: RUNTIME, map });
    const mapped = JSON.parse(result.map ?? "") as { mappings: string; sources: string[] };
    assert.deepEqual(mapped.sources, ["b.ts", "a.ts"]);
    // Instrumenting once more, with that map, finds the same places.
    const again = instrument(result.code, { module: "main.js", runtime: RUNTIME, map: result.map });
    const known = new Set(again.table.sites.map((site) => `${site.source} ${site.line}:${site.column}`));
    for (const site of result.table.sites.filter((one) => one.kind === "statement")) {
      assert.ok(known.has(`${site.source} ${site.line}:${site.column}`), `${site.line}:${site.column}`);
    }
  });

  it("leaves the bundler's own code alone", async () => {
    const { code, map } = await bundle();
    const { table } = instrument(code, { module: "main.js", runtime: RUNTIME, map });
    assert.ok(table.functions.every((one) => one.source >= 0));
  });
});

async function bundle(): Promise<{ code: string; map: string; written: Record<string, string> }> {
  const written: Record<string, string> = {
    "a.ts":
      'import { twice } from "./b.ts";\nconst total: number = 1;\nexport function plus(): number {\n  return total + 1;\n}\nconsole.log(plus(), twice());\n',
    "b.ts": "const total = 2;\nexport const twice = (): number => {\n  return total * 2;\n};\n",
  };
  const result = await build({
    stdin: { contents: written["a.ts"] ?? "", sourcefile: "a.ts", loader: "ts", resolveDir: "/" },
    bundle: true,
    write: false,
    format: "esm",
    sourcemap: "external",
    outfile: "/main.js",
    plugins: [
      {
        name: "memory",
        setup: (setup) => {
          setup.onResolve({ filter: /b\.ts$/ }, () => ({ path: "/b.ts", namespace: "m" }));
          setup.onLoad({ filter: /.*/, namespace: "m" }, () => ({ contents: written["b.ts"] ?? "", loader: "ts" }));
        },
      },
    ],
  });
  const text = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { code: text(".js"), map: text(".map").replace('"m:/b.ts"', '"b.ts"'), written };
}
