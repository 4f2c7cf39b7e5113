/** The icons that panels may have: VS Code's with what they look like and mean, and AI Hub's own. */
import metadata from "@vscode/codicons/dist/metadata.json" with { type: "json" };
import mapping from "@vscode/codicons/src/template/mapping.json" with { type: "json" };
import { OWN_ICONS } from "../../runtime/core/manifest/own-icons.ts";

/** An icon of VS Code's set or of ours. */
export interface Codicon {
  readonly name: string;
  /** Its character in the codicon font, which lacks our own. */
  readonly glyph: string | undefined;
  readonly category: string;
  readonly description: string;
  readonly tags: readonly string[];
}

interface Described {
  readonly category: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** An icon with several names has its description under one of them. */
const DESCRIPTIONS = new Map<string, Described>(Object.entries(metadata));

const OWN = Object.keys(OWN_ICONS).map((name): [string, Codicon] => [
  name,
  { name, glyph: undefined, category: "AI Hub", description: "An icon that AI Hub adds to those of VS Code", tags: [] },
]);

/** By name, aliases included. */
export const CODICONS: ReadonlyMap<string, Codicon> = new Map([
  ...Object.entries(mapping).flatMap(([codePoint, names]) => {
    const glyph = String.fromCodePoint(Number(codePoint));
    const described = names.flatMap((name) => DESCRIPTIONS.get(name) ?? [])[0];
    const { category = "", description = "", tags = [] } = described ?? {};
    return names.map((name): [string, Codicon] => [name, { name, glyph, category, description, tags }]);
  }),
  ...OWN,
]);

/**
 * Markdown with the icon twice: VS Code draws `$(name)`, and terminals with a font of icons (https://www.nerdfonts.com)
 * the character.
 */
export function codiconMarkdown({ name, glyph, description, tags }: Codicon): string {
  const about = description === "" ? "" : ` ${description}.`;
  const found = tags.length === 0 ? "" : `\n\nAlso: ${tags.join(", ")}`;
  const drawn = glyph === undefined ? "" : `$(${name}) \`${glyph}\` `;
  return `${drawn}**${name}**.${about}${found}`;
}
