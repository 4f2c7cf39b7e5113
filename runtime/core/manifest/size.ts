const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** The bytes that a text such as "100MB" stands for; a KB has 1024. Undefined when it is no such text. */
export function parseSize(text: string): number | undefined {
  const [, digits = "", unit = ""] = /^([1-9]\d{0,8}) ?([KMG]?B)$/i.exec(text) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  return factor === undefined ? undefined : Number(digits) * factor;
}
