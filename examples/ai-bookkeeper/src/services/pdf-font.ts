/** A TrueType font without OpenType shaping, as tables need it. */
import { create, type Font, type Glyph } from "@cantoo/fontkit";

/**
 * Maps characters to glyphs one by one and remembers them. In the sandbox, full shaping takes ten times as long and
 * gives a table nothing but kerning.
 */
export class TableFont {
  readonly font: Font;
  readonly #glyphs = new Map<string, Glyph>();

  /** @param bytes a TrueType file with a single face */
  constructor(bytes: Uint8Array) {
    const font = create(bytes);
    if ("fonts" in font) throw new Error("The report's font must be a single face, not a collection.");
    const layout = (text: string) => ({ glyphs: Array.from(text, (character) => this.#glyph(character)) });
    this.font = Object.assign(font, { layout });
  }

  has(character: string): boolean {
    return this.#glyph(character).id !== 0;
  }

  /** Points that a text takes at a size in points. */
  width(text: string, size: number): number {
    let units = 0;
    for (const character of text) units += this.#glyph(character).advanceWidth;
    return (units * size) / this.font.unitsPerEm;
  }

  #glyph(character: string): Glyph {
    const known = this.#glyphs.get(character);
    if (known) return known;
    const glyph = this.font.glyphForCodePoint(character.codePointAt(0) ?? 0);
    if (!glyph) throw new Error("The report's font has no glyph for missing characters.");
    this.#glyphs.set(character, glyph);
    return glyph;
  }
}
