/** Where people read about a problem's code: the page that comes with AI Hub, at the line of the code. */
import { readFileSync } from "node:fs";
import { anchorOf } from "../../runtime/core/manifest/codes.ts";

/** @param page `docs/manifest.md`; without it nothing is linked */
export function linksTo(page: URL): (code: string) => string | undefined {
  let lines: ReadonlyMap<string, number> | undefined;
  return (code) => {
    lines ??= anchorsIn(page);
    const line = lines.get(anchorOf(code));
    // An editor opens a file at a line, not at an anchor.
    return line === undefined ? undefined : `${page.href}#L${line}`;
  };
}

function anchorsIn(page: URL): ReadonlyMap<string, number> {
  try {
    const lines = readFileSync(page, "utf8").split("\n");
    return new Map(
      lines.flatMap((text, index) =>
        [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => [id, index + 1] as const),
      ),
    );
  } catch {
    return new Map(); // an installation without documentation
  }
}
