import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PDFDocument } from "@cantoo/pdf-lib";
import { readXlsx } from "hucre/xlsx";
import { after, before, describe, it } from "mocha";
import { loadManifest } from "../../../runtime/host/manifest-file.ts";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { ALL, builder, createTestHost, type TestHost } from "../../support/host.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/ai-bookkeeper", import.meta.url));
const SHIPPED = ["plugin.json", "config", "data/bank-export.csv", "assets", "dist"];

interface Result {
  readonly path: string;
  readonly rowsIn: number;
  readonly rowsReported: number;
  readonly rowsOutsidePeriod: number;
  readonly rowsRejected: number;
}

describe("bookkeeper: in the sandbox", () => {
  let test: TestHost;
  let plugin: PluginInstance;
  let dir: string;

  before(async () => {
    test = await createTestHost();
    const { value } = await loadManifest(EXAMPLE);
    assert.ok(value);
    await builder.buildPlugin(EXAMPLE, value);
    // A copy as it would be shipped: what the plugin writes must not stay in the checkout.
    dir = join(test.dir, "ai-bookkeeper");
    for (const name of SHIPPED) await cp(join(EXAMPLE, name), join(dir, name), { recursive: true });
    // A few seconds of CPU, on a machine that may be busy with other tests.
    plugin = await test.host.openFolder(dir, { rules: ALL, limits: { timeoutMs: 100_000 } });
    await plugin.start();
  });
  after(() => test.dispose());

  const report = async (entry: string, format: string) => {
    const result = (await plugin.invoke(entry, { period: "2026-Q3", format })) as Result;
    return { result, bytes: await readFile(join(dir, result.path)) };
  };

  it("writes CSV, XLSX and PDF with the libraries as they are", async () => {
    const csv = await report("generate-report", "csv");
    const { rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected } = csv.result;
    assert.deepEqual([rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected], [548, 136, 404, 8]);
    assert.match(csv.bytes.toString(), /^transaction,2026-07-01,"GitHub, Inc\.",Software,-35\.60,USD,/m);

    const xlsx = await report("/generate-report", "xlsx");
    const { sheets } = await readXlsx(new Uint8Array(xlsx.bytes));
    assert.deepEqual(sheets[0]?.rows[1], ["EUR", "All", "All", 75, 37_078.48, -9_936.43, 27_142.05]);

    const pdf = await report("generate-report", "pdf");
    const document = await PDFDocument.load(pdf.bytes);
    const text = document
      .getPages()
      .flatMap((page) => page.extractContents())
      .map((asset) => (asset.kind === "text" ? asset.getText().trim() : ""));
    for (const payee of ["Żabka Nano", "Καφέ Ωμέγα", "Кофе Хауз"]) assert.ok(text.includes(payee), payee);
    assert.deepEqual(
      test.seen.opened,
      [csv, xlsx, pdf].map(({ result }) => join(dir, result.path)),
    );
  });

  it("adds a transaction, and its panel hears of it", async () => {
    const posted = () => test.seen.panels.map(({ json }) => (JSON.parse(json) as { type: string }).type);
    assert.deepEqual(posted(), []);
    await plugin.invoke("add-transaction", { date: "2026-09-30", payee: "Żabka", amount: "-12.50", currency: "EUR" });
    assert.match(await readFile(join(dir, "data/manual-entries.csv"), "utf8"), /\n2026-09-30,Żabka,-12\.50,EUR,\n$/);
    const { result } = await report("generate-report", "csv"); // runs after the event's handler
    assert.deepEqual([result.rowsIn, result.rowsReported], [549, 137]);
    assert.deepEqual(posted(), ["changed"]);
  });

  it("reports an error with the author's file and line", async () => {
    await assert.rejects(plugin.invoke("generate-report", { period: "2026-Q9" }), (error: Error) => {
      assert.match(error.message, /period "2026-Q9" is not one of 2026, 2026-Q3 or 2026-09/);
      assert.match(String(error.stack), /src\/models\/period\.ts:\d+/);
      return true;
    });
  });
});
