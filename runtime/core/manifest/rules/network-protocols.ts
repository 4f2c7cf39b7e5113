import type { Rule } from "../rule.ts";

/** Both blocks together make the ceiling, so the protocols of one serve the domains of the other. */
export const networkProtocolsRule: Rule = {
  code: "manifest/network-protocols",
  check({ objects, strings, edit, report }) {
    const blocks = objects("/*/network").filter(({ pointer }) => /^\/(?:optionalP|p)ermissions\//.test(pointer));
    if (blocks.some(({ pointer }) => strings(`${pointer}/protocols/*`).length > 0)) return;
    for (const { pointer } of blocks) {
      const [domain] = strings(`${pointer}/domains/*`);
      if (domain)
        report(pointer, 'No domain can be reached without "protocols": ["https"]', {
          onKey: true,
          fix: edit.add(pointer, "protocols", ["https"], 'Add "protocols": ["https"]'),
        });
    }
  },
};
