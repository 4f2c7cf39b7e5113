/**
 * Writes `data/bank-export.csv`: a year of a small firm's account, the same on every run.
 * Run it with `node tools/make-export.ts` after changing it, and commit the result.
 */
import { writeFileSync } from "node:fs";
import { writeRows } from "../src/services/csv.ts";

const TRANSACTIONS = 540;
const EUR = "EUR";
const USD = "USD";

interface Merchant {
  readonly payee: string;
  readonly currency: typeof EUR | typeof USD;
  /** Cents; negative spends. */
  readonly from: number;
  readonly to: number;
  readonly memos: readonly string[];
  /** How often it turns up beside the others. */
  readonly weight: number;
}

const MERCHANTS: readonly Merchant[] = [
  merchant("Müller Bürobedarf", EUR, -9_500, -450, ["Druckerpapier, Stifte", "Toner", 'Ordner "A4", 20 Stück'], 14),
  merchant("Żabka Nano", EUR, -2_800, -150, ["", "Zakupy, biuro", "Kawa i mleko"], 16),
  merchant("REWE Markt GmbH", EUR, -7_500, -600, ["", "Teamfrühstück", "Getränke"], 18),
  merchant("Καφέ Ωμέγα", EUR, -2_400, -320, ["Συνάντηση πελατών", "Καφές, νερό"], 9),
  merchant("Кофе Хауз", EUR, -1_900, -280, ["", "Встреча с клиентом"], 8),
  merchant("Bäckerei Weiß", EUR, -1_650, -210, ["", "Brötchen"], 12),
  merchant("Café de l’Époque", EUR, -6_800, -900, ["Déjeuner d’équipe", "Client: Lefèvre & Fils"], 7),
  merchant("Deutsche Bahn AG", EUR, -18_900, -1_990, ["Berlin–Köln", "Rückfahrt,\nBahnCard 50"], 14),
  merchant("PKP Intercity", EUR, -6_400, -1_200, ["Kraków – Łódź"], 6),
  merchant("Ξενοδοχείο Αθήνα", EUR, -32_000, -8_900, ["2 nights, breakfast"], 4),
  merchant("Shell Autobahn", EUR, -9_800, -3_500, ["", "Diesel"], 10),
  merchant("ORLEN Stacja", EUR, -8_700, -2_900, [""], 6),
  merchant("Hetzner Online GmbH", EUR, -14_900, -490, ["Server, backup", "Storage box"], 10),
  merchant("JetBrains s.r.o.", EUR, -24_900, -8_900, ["All Products Pack"], 4),
  merchant("Stadtwerke Köln", EUR, -18_500, -9_500, ["Strom", "Gas, Abschlag"], 8),
  merchant("Deutsche Telekom", EUR, -5_995, -3_995, ["Festnetz, Internet"], 9),
  merchant("Allianz Versicherung", EUR, -28_900, -11_000, ["Haftpflicht", "Inventar"], 5),
  merchant("Thalia Bücher", EUR, -6_900, -990, ["Fachbuch"], 5),
  merchant("Sparkasse Gebühren", EUR, -1_990, -290, ["Account fee"], 8),
  merchant("Immobilien Schröder KG", EUR, -145_000, -145_000, ["Office rent, incl. heating"], 9),
  merchant("Nordwind Studio", EUR, 85_000, 640_000, ["Invoice AR-{n}", "Invoice AR-{n}, part 2\nwith thanks"], 22),
  merchant("Łukasz Wiśniewski", EUR, 25_000, 210_000, ["Client payment {n}"], 11),
  merchant("GitHub, Inc.", USD, -12_600, -400, ["Team plan", "Actions minutes"], 14),
  merchant("Amazon Web Services", USD, -48_000, -1_900, ["EC2, S3", "Invoice {n}"], 15),
  merchant("Figma", USD, -9_000, -1_500, ["Organisation seat"], 8),
  merchant("Whole Foods Market", USD, -8_400, -900, ["", "Snacks, drinks"], 9),
  merchant("Uber Trip", USD, -4_800, -700, ["SFO – downtown", ""], 13),
  merchant("Hotel Zephyr, San Francisco", USD, -62_000, -19_500, ["Conference, 3 nights"], 4),
  merchant("Staples #1042", USD, -7_700, -500, ["Paper, labels"], 9),
  merchant("Verizon Wireless", USD, -8_900, -4_500, ["Plan"], 8),
  merchant('Joe\'s Pizzeria "Da Giò"', USD, -5_600, -1_200, ["Team lunch"], 8),
  merchant("O'Reilly Media", USD, -49_900, -4_900, ["Learning platform"], 4),
  merchant("Bluebird Labs LLC", USD, 120_000, 980_000, ["Invoice AR-{n}", "Subscription payout, net of fees"], 20),
  merchant("Wire Fee", USD, -3_500, -1_500, ["Incoming wire"], 6),
  merchant("Ms. Ada Quill", USD, -22_000, -2_000, ["Design advice"], 5),
];

/** Rows no bank should send and every bank does; each breaks another rule. They stand after the given transaction. */
const BROKEN: readonly (readonly [after: number, row: string])[] = [
  [41, "2026-02-30,REWE Markt GmbH,-23.10,EUR,"],
  [118, '2026-03-29,Figma,"-12,3,4",USD,Organisation seat'],
  [187, "2026-05-11,Shell Autobahn,-61.20,EUR"],
  [262, "2026-06-30,Uber Trip,-18.40,GBP,"],
  [333, '2026-08-17,"Bäckerei Weiß,-4.20,EUR,Brötchen'],
  [398, "17/09/2026,Hetzner Online GmbH,-49.00,EUR,Server"],
  [455, "2026-10-27,,-9.99,EUR,no payee"],
  [540, '2026-12-31,Nordwind Studio,1200.00,EUR,"Invoice AR-9999, cut off'],
];

function merchant(
  payee: string,
  currency: Merchant["currency"],
  from: number,
  to: number,
  memos: readonly string[],
  weight: number,
): Merchant {
  return { payee, currency, from, to, memos, weight };
}

/** mulberry32: 32 bits of state are plenty for test data, and the numbers are the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function cents(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, "0");
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function makeRows(): string[][] {
  const random = randomNumbers(20260101);
  const all = MERCHANTS.reduce((sum, { weight }) => sum + weight, 0);
  const pick = (): Merchant => {
    let rest = random() * all;
    const found = MERCHANTS.find(({ weight }) => {
      rest -= weight;
      return rest < 0;
    });
    return found ?? (MERCHANTS[0] as Merchant);
  };
  return Array.from({ length: TRANSACTIONS }, (_, index) => {
    const day = Math.floor((index * 365) / TRANSACTIONS);
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    const { payee, currency, from, to, memos } = pick();
    const amount = from + Math.floor(random() * (to - from + 1));
    const memo = (memos[Math.floor(random() * memos.length)] ?? "").replace("{n}", String(1000 + index));
    // One purchase in 25 comes back, whole.
    if (amount < 0 && random() < 0.04)
      return [date, payee, cents(-amount), currency, `Refund: ${memo || "returned goods"}`];
    // Some banks group the thousands.
    const text =
      Math.abs(amount) >= 100_000 && random() < 0.3 ? cents(amount).replace(/(\d)(?=\d{3}\.)/, "$1,") : cents(amount);
    return [date, payee, text, currency, memo];
  });
}

const lines = makeRows().flatMap((row, index) => [
  writeRows([row]).trimEnd(),
  ...BROKEN.filter(([after]) => after === index + 1).map(([, text]) => text),
]);
const file = new URL("../data/bank-export.csv", import.meta.url);
writeFileSync(file, `date,payee,amount,currency,memo\n${lines.join("\n")}\n`);
console.log(`${lines.length} rows written to ${file.pathname}`);
