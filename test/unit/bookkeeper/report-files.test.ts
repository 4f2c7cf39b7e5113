import assert from "node:assert/strict";
import { PDFDocument, type PDFPage } from "@cantoo/pdf-lib";
import { strFromU8, unzipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import { describe, it } from "mocha";
import { parseCents } from "../../../examples/ai-bookkeeper/src/models/money.ts";
import { parseRow } from "../../../examples/ai-bookkeeper/src/services/csv.ts";
import { CSV_HEADER, csvReport } from "../../../examples/ai-bookkeeper/src/services/csv-report.ts";
import { pdfReport } from "../../../examples/ai-bookkeeper/src/services/pdf-report.ts";
import { xlsxReport } from "../../../examples/ai-bookkeeper/src/services/xlsx-report.ts";
import { font, reportOf, sampleReport } from "./sample-export.ts";

/** Rows of a report in CSV; a row ends at CRLF, a line break inside a memo is LF alone. */
function rowsOf(csv: string): Record<(typeof CSV_HEADER)[number], string>[] {
  const [header, ...rows] = csv
    .trimEnd()
    .split("\r\n")
    .map((text) => parseRow(text).fields);
  assert.deepEqual(header, CSV_HEADER);
  return rows.map(
    (fields) => Object.fromEntries(CSV_HEADER.map((name, index) => [name, fields[index] ?? ""])) as never,
  );
}

/** What stands on a page, line by line from the top, cells joined by `|`. */
function textOf(page: PDFPage): string[] {
  const lines = new Map<number, string[]>();
  for (const asset of page.extractContents()) {
    if (asset.kind !== "text") continue;
    const y = Math.round(asset.y);
    lines.set(y, [...(lines.get(y) ?? []), asset.getText().trim()]);
  }
  return [...lines].sort(([a], [b]) => b - a).map(([, cells]) => cells.join("|"));
}

describe("bookkeeper: report files", () => {
  it("writes every row of the period and every rejected one as CSV", () => {
    const report = sampleReport("2026-Q3");
    const rows = rowsOf(csvReport(report));
    const of = (kind: string) => rows.filter((row) => row.kind === kind);
    assert.equal(of("transaction").length, report.rowsReported);
    assert.equal(of("rejected").length, report.rowsRejected);
    const cents = of("transaction")
      .filter(({ currency }) => currency === "EUR")
      .map(({ amount }) => parseCents(amount));
    assert.equal(
      cents.reduce((sum, amount) => sum + amount, 0),
      2_714_205,
    );
    const [total] = of("total").filter((row) => row.currency === "EUR" && row.category === "" && row.date === "");
    assert.equal(total?.amount, "27142.05");
    assert.equal(of("rejected").find(({ line }) => line === "46")?.memo, "2026-02-30,REWE Markt GmbH,-23.10,EUR,");
  });

  it("defuses text that a spreadsheet would run, and leaves amounts numbers", () => {
    const csv = csvReport(
      reportOf(['2026-01-01,"=HYPERLINK(""http://x"")",-5.00,EUR,@SUM(A1)', "2026-01-02,-A,1,EUR,+1"]),
    );
    const [first, second] = rowsOf(csv);
    assert.deepEqual([first?.payee, first?.amount, first?.memo], ['\'=HYPERLINK("http://x")', "-5.00", "'@SUM(A1)"]);
    assert.deepEqual([second?.payee, second?.memo], ["'-A", "'+1"]);
  });

  it("writes a workbook whose cells are what they should be", async () => {
    const bytes = await xlsxReport(sampleReport("2026-Q3"));
    const parts = unzipSync(bytes);
    assert.match(strFromU8(parts["xl/sharedStrings.xml"] ?? new Uint8Array()), /Żabka Nano.*/s);
    const { sheets } = await readXlsx(bytes);
    assert.deepEqual(
      sheets.map(({ name }) => name),
      ["Summary", "Transactions", "Rejected rows"],
    );
    const [summary, transactions, rejected] = sheets;
    assert.deepEqual(summary?.rows[1], ["EUR", "All", "All", 75, 37_078.48, -9_936.43, 27_142.05]);
    assert.equal(transactions?.rows.length, 137);
    const [date, payee, category, amount, currency] = transactions?.rows[1] ?? [];
    assert.ok(date instanceof Date);
    assert.deepEqual(
      [date.toISOString().slice(0, 10), payee, category, amount, currency],
      ["2026-07-01", "GitHub, Inc.", "Software", -35.6, "USD"],
    );
    assert.equal(rejected?.rows.length, 9);
  });

  it("writes hostile text into a workbook as text", async () => {
    const payee = "=1+1 <b>&\u0000\uFFFF]]>";
    const bytes = await xlsxReport(reportOf([`2026-01-01,${payee},-5.00,EUR,`]));
    const sheet = strFromU8(unzipSync(bytes)["xl/worksheets/sheet2.xml"] ?? new Uint8Array());
    assert.doesNotMatch(sheet, /<f>/);
    const strings = strFromU8(unzipSync(bytes)["xl/sharedStrings.xml"] ?? new Uint8Array());
    assert.match(strings, /=1\+1 &lt;b&gt;&amp;/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
    assert.doesNotMatch(strings, /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
  });

  it("writes a PDF whose text can be read back in every script of the payees", async () => {
    const report = sampleReport("2026-Q3");
    const document = await PDFDocument.load(await pdfReport(report, font()));
    const pages = document.getPages().map(textOf);
    assert.equal(document.getTitle(), "Financial report 2026-Q3");
    assert.equal(pages[0]?.[2], "548 rows in = 136 reported + 404 outside the period + 8 rejected");
    assert.equal(pages[0]?.[5], "All|75|37,078.48|-9,936.43|27,142.05");
    pages.forEach((lines, index) => {
      assert.equal(lines.at(-1), `Financial report 2026-Q3 · page ${index + 1} of ${pages.length}`);
    });
    const all = pages.flat();
    for (const payee of ["Müller Bürobedarf", "Żabka Nano", "Καφέ Ωμέγα", "Кофе Хауз"]) {
      const written = all.filter((line) => line.includes(`|${payee}|`)).length;
      assert.equal(written, report.transactions.filter((row) => row.payee === payee).length, payee);
      assert.ok(written > 0, payee);
    }
    assert.equal(all.filter((line) => /^2026-0[789]-\d\d\|/.test(line)).length, report.rowsReported);
    assert.ok(all.some((line) => line.startsWith("./data/bank-export.csv:126|amount")));
  });

  it("counts the characters a PDF cannot show, and shortens what does not fit", async () => {
    const long = "W".repeat(300);
    const bytes = await pdfReport(reportOf([`2026-01-01,東京 ${long},-5.00,EUR,`]), font());
    const lines = textOf((await PDFDocument.load(bytes)).getPage(0));
    assert.ok(
      lines.some((line) => /^2026-01-01\|\uFFFD\uFFFD W+…\|Uncategorised\|-5\.00\|EUR$/.test(line)),
      lines.join("\n"),
    );
    assert.ok(lines.some((line) => /^2 characters that the font does not have are shown as \uFFFD\.$/.test(line)));
  });

  it("writes an empty period in every format", async () => {
    const report = sampleReport("2031");
    assert.equal(rowsOf(csvReport(report)).length, report.rowsRejected);
    assert.equal((await readXlsx(await xlsxReport(report))).sheets[1]?.rows.length, 1);
    assert.equal((await PDFDocument.load(await pdfReport(report, font()))).getPageCount(), 1);
  });
});
