import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parsePeriod } from "../../../examples/ai-bookkeeper/src/models/period.ts";
import { assertAccounted, makeReport } from "../../../examples/ai-bookkeeper/src/services/bookkeeping.ts";
import { MAX_LINES_PER_ROW, readTransactions } from "../../../examples/ai-bookkeeper/src/services/csv-reader.ts";

const HEADER = "date,payee,amount,currency,memo\n";
const GOOD = "2026-01-01,Żabka,-1.50,EUR,";

/** Reads rows below the header and shows each as `line:payee` or `line!reason`. */
function read(body: string): string[] {
  const { rowsIn, transactions, rejected } = readTransactions(HEADER + body, "f.csv");
  assert.equal(rowsIn, transactions.length + rejected.length);
  return [
    ...transactions.map(({ line, payee }) => ({ line, text: `${line}:${payee}` })),
    ...rejected.map(({ line, reason }) => ({ line, text: `${line}!${reason}` })),
  ]
    .sort((a, b) => a.line - b.line)
    .map(({ text }) => text);
}

describe("bookkeeper: reading CSV", () => {
  it("reads quoted commas, quotes and newlines, and counts lines by the file", () => {
    const { transactions } = readTransactions(`${HEADER}2026-01-01,"A, ""B""",1,EUR,"x\ny"\n${GOOD}\n`, "f.csv");
    assert.deepEqual(
      transactions.map(({ line, payee, memo, cents }) => ({ line, payee, memo, cents })),
      [
        { line: 2, payee: 'A, "B"', memo: "x\ny", cents: 100 },
        { line: 4, payee: "Żabka", memo: "", cents: -150 },
      ],
    );
  });

  it("reads any line ending, a byte order mark and decomposed letters alike", () => {
    for (const newline of ["\n", "\r\n", "\r"]) {
      const text = `\uFEFF${HEADER}${GOOD.normalize("NFD")}\n\n${GOOD}\n`.replaceAll("\n", newline);
      const { rowsIn, transactions } = readTransactions(text, "f.csv");
      assert.deepEqual(
        [rowsIn, ...transactions.map(({ line, payee }) => `${line}:${payee}`)],
        [2, "2:Żabka", "4:Żabka"],
      );
    }
  });

  it("names what is wrong with a row", () => {
    const quote = "a quote is not closed, or stands inside a field";
    const cases: readonly (readonly [string, string])[] = [
      ["2026-02-30,A,1,EUR,", 'date "2026-02-30" is not a day written YYYY-MM-DD'],
      ['2026-02-01,A,"12,3,4",EUR,', 'amount "12,3,4" is not a decimal number such as -1,234.50'],
      ["2026-02-01,A,1,EUR", "expected 5 fields (date, payee, amount, currency, memo), found 4"],
      ["2026-02-01,A,1,EUR,,", "expected 5 fields (date, payee, amount, currency, memo), found 6"],
      ["2026-02-01,A,1,GBP,", 'currency "GBP" is not one of EUR, USD'],
      ["2026-02-01, ,1,EUR,", "payee is empty"],
      ['2026-02-01,"A"b,1,EUR,', quote],
      ['2026-02-01,"A,1,EUR,', quote],
    ];
    for (const [row, reason] of cases) assert.deepEqual(read(`${row}\n${GOOD}`), [`2!${reason}`, "3:Żabka"], row);
  });

  it("loses only the line of a quote that is never closed, wherever it stands", () => {
    const open = '2026-01-02,B,2,EUR,"open';
    const reason = "a quote is not closed, or stands inside a field";
    assert.deepEqual(read([GOOD, open, GOOD, '2026-01-03,"C, D",3,EUR,', GOOD, open].join("\n")), [
      "2:Żabka",
      `3!${reason}`,
      "4:Żabka",
      "5:C, D",
      "6:Żabka",
      `7!${reason}`,
    ]);
  });

  it("takes a quote inside an unquoted field as it stands", () => {
    assert.deepEqual(read(`2026-01-01,5" pipe,1,EUR,\n2026-01-02,"C",3,EUR,`), ['2:5" pipe', "3:C"]);
  });

  it("follows a quoted field over a limited number of lines", () => {
    const fits = `2026-01-01,A,1,EUR,"${"\n".repeat(MAX_LINES_PER_ROW - 1)}"`;
    assert.deepEqual(read(`${fits}\n${GOOD}`), ["2:A", `${MAX_LINES_PER_ROW + 2}:Żabka`]);
    const first = read(`2026-01-01,A,1,EUR,"${"x\n".repeat(MAX_LINES_PER_ROW)}"`)[0];
    assert.equal(first, "2!a quote is not closed, or stands inside a field");
  });

  it("refuses a file without the header, and says what it found", () => {
    for (const text of ["", "date;payee\n", `${GOOD}\n`, '"']) {
      assert.throws(() => readTransactions(text, "f.csv"), /^InputError: f\.csv:1: expected the header "date,payee,/);
    }
  });

  it("never loses a row or a line, whatever the file holds", () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.constant(GOOD) },
      { weight: 2, arbitrary: fc.constant("\n") },
      fc.constantFrom('"', '""', ",", "\r\n", "\r", " ", '2026-01-02,"x\ny",3,USD,"a ""b"""', "\u2028", "\u0000", "é"),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const body = pieces.join("");
        const { rowsIn, transactions, rejected } = readTransactions(HEADER + body, "f.csv");
        assert.equal(rowsIn, transactions.length + rejected.length);
        // Every line with something on it belongs to the row that begins there or, within its text, to the one above.
        const lines = `${HEADER}${body}`.replace(/\r\n?/g, "\n").split("\n");
        const starts = [...transactions, ...rejected].map(({ line }) => line).sort((a, b) => a - b);
        assert.equal(new Set(starts).size, starts.length);
        for (const { line, text } of rejected)
          assert.equal(
            lines
              .slice(line - 1)
              .join("\n")
              .startsWith(text),
            true,
          );
        for (let index = 1; index < lines.length; index++) {
          if (lines[index]?.trim() === "") continue;
          const owner = starts.findLast((line) => line <= index + 1);
          assert.notEqual(owner, undefined, `line ${index + 1} belongs to no row`);
          const quotes =
            lines
              .slice((owner ?? 0) - 1, index)
              .join("\n")
              .split('"').length - 1;
          assert.equal(owner === index + 1 || quotes % 2 === 1, true, `line ${index + 1} was skipped`);
        }
        assertAccounted(makeReport({ rowsIn, transactions, rejected }, parsePeriod("2026-01")));
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a report that does not account for every row", () => {
    const input = readTransactions(`${HEADER}${GOOD}\n${GOOD}\nbroken\n`, "f.csv");
    const lost = { ...input, transactions: input.transactions.slice(1) };
    assert.throws(() => makeReport(lost, parsePeriod("2026")), /Rows are unaccounted for: 3 in, 1 reported/);
  });
});
