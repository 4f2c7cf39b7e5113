/** What people see of a plugin before they install it. */
import type { Advice } from "../rule.ts";

export const insecureLink: Advice = {
  code: "lint/insecure-link",
  check({ strings, report }) {
    for (const { pointer, value } of [...strings("/homepage"), ...strings("/repository")]) {
      if (!/^http:\/\//i.test(value)) continue;
      report(pointer, "The link is not encrypted", { replacement: value.replace(/^http:/i, "https:") });
    }
  },
};

export const missingDescription: Advice = {
  code: "lint/missing-description",
  check({ strings, document, report }) {
    const [description] = strings("/description");
    if (description ? description.value.trim() !== "" : has(document, "description")) return;
    report(description?.pointer ?? "", "A sentence on what the plugin does is missing");
  },
};

export const missingKeywords: Advice = {
  code: "lint/missing-keywords",
  check({ strings, document, edit, report }) {
    if (strings("/keywords/*").length > 0) return;
    const isThere = has(document, "keywords");
    if (isThere && !isEmptyList(document)) return;
    const words =
      strings("/name")[0]
        ?.value.toLowerCase()
        .match(/[\p{L}\p{N}]{2,}/gu) ?? [];
    const keywords = [...new Set([...strings("/type").map(({ value }) => value), ...words])].slice(0, 10);
    const title = `Add the keywords ${keywords.join(", ")}`;
    const text = `[${keywords.map((word) => JSON.stringify(word)).join(", ")}]`;
    const fix = isThere ? edit.replace("/keywords", text, title) : edit.add("", "keywords", keywords, title);
    report(isThere ? "/keywords" : "", "Keywords, by which people find the plugin, are missing", {
      onKey: true,
      fix: keywords.length === 0 ? undefined : fix,
    });
  },
};

function isEmptyList(document: unknown): boolean {
  const { keywords } = Object(document) as { readonly keywords?: unknown }; // of null, too
  return Array.isArray(keywords) && keywords.length === 0;
}

function has(document: unknown, key: string): boolean {
  // What is no object has other problems than this.
  return typeof document !== "object" || document === null || Array.isArray(document) || Object.hasOwn(document, key);
}
