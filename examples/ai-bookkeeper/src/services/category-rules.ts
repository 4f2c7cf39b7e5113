/** Sorts transactions into categories by what the payee or the memo contains. The first rule that fits wins. */

export interface CategoryRule {
  readonly category: string;
  /** Pieces of text, without accents and in lower case, as {@link fold} leaves them. */
  readonly payee?: readonly string[];
  readonly memo?: readonly string[];
}

export const UNCATEGORISED = "Uncategorised";

/** In order: what the memo says plainly (rent, tax) goes before what a payee usually sells. */
export const CATEGORY_RULES: readonly CategoryRule[] = [
  { category: "Taxes", payee: ["finanzamt", "irs ", "urzad skarbowy"], memo: ["vat return", "income tax"] },
  { category: "Payroll", payee: ["payroll"], memo: ["salary", "wages"] },
  { category: "Sales", memo: ["invoice ar-", "client payment", "subscription payout"] },
  { category: "Rent", payee: ["immobilien", "coworking", "properties"], memo: ["office rent"] },
  { category: "Bank fees", payee: ["sparkasse gebuhren", "wire fee"], memo: ["account fee", "card fee"] },
  { category: "Insurance", payee: ["versicherung", "insurance", "axa"] },
  { category: "Utilities", payee: ["stadtwerke", "telekom", "vattenfall", "δεη", "verizon"] },
  { category: "Software", payee: ["github", "jetbrains", "figma", "hetzner", "amazon web services", "яндекс"] },
  { category: "Travel", payee: ["deutsche bahn", "lufthansa", "hotel", "airbnb", "ξενοδοχειο", "pkp intercity"] },
  { category: "Transport", payee: ["shell", "uber", "taxi", "такси", "orlen"] },
  { category: "Groceries", payee: ["rewe", "edeka", "zabka", "biedronka", "whole foods", "carrefour"] },
  { category: "Eating out", payee: ["cafe", "καφε", "restaurant", "backerei", "кофе", "ταβερνα", "pizzeria"] },
  { category: "Office supplies", payee: ["muller", "staples", "ikea", "buroland", "alza"] },
  { category: "Books and training", payee: ["o'reilly", "thalia", "coursera", "knjizara"] },
];

/** Lower case without accents: `Żabka` becomes `zabka`, `Müller` `muller`. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The category of a payee and memo, {@link UNCATEGORISED} when no rule fits. */
export function categorise(payee: string, memo: string, rules: readonly CategoryRule[] = CATEGORY_RULES): string {
  const foldedPayee = fold(payee);
  const foldedMemo = fold(memo);
  const rule = rules.find(
    ({ payee = [], memo = [] }) =>
      payee.some((piece) => foldedPayee.includes(piece)) || memo.some((piece) => foldedMemo.includes(piece)),
  );
  return rule?.category ?? UNCATEGORISED;
}
