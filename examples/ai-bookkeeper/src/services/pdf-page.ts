/** Text and tables on the pages of a PDF: what the library leaves to its user, and no more than the report needs. */
import { type Color, PDFDocument, type PDFFont, type PDFPage, rgb } from "@cantoo/pdf-lib";
import { TableFont } from "./pdf-font.ts";

const PAGE = { width: 595.28, height: 841.89, margin: 40 } as const;
const REPLACEMENT = "\uFFFD";
export const INK = rgb(0.1, 0.1, 0.12);
export const GREY = rgb(0.42, 0.42, 0.46);
export const RED = rgb(0.7, 0.1, 0.1);

export interface Column {
  readonly title: string;
  /** Points; the page is 515 of them wide between its margins. */
  readonly width: number;
  readonly right?: boolean;
}

export type TextCell = string | { readonly text: string; readonly color: Color };

/** Writes downwards and begins a new page when one is full. Made by {@link openPages}, ended by {@link finish}. */
export class Pages {
  /** Characters that the font does not have, and that were replaced. */
  replaced = 0;
  readonly #document: PDFDocument;
  readonly #font: PDFFont;
  readonly #table: TableFont;
  readonly #footer: string;
  #page: PDFPage;
  #y = PAGE.height - PAGE.margin;

  constructor(document: PDFDocument, font: PDFFont, table: TableFont, footer: string) {
    this.#document = document;
    this.#font = font;
    this.#footer = footer;
    this.#table = table;
    this.#page = document.addPage([PAGE.width, PAGE.height]);
  }

  line(text: string, size = 9, color = INK): void {
    this.#room(size * 1.5);
    this.#draw(this.#fit(text, size, PAGE.width - 2 * PAGE.margin), PAGE.margin, size, color);
    this.#y -= size * 1.5;
  }

  space(points: number): void {
    this.#y -= points;
  }

  /** A table of single-line cells; what does not fit ends in an ellipsis. The header stands on every page it reaches. */
  table(columns: readonly Column[], rows: readonly (readonly TextCell[])[]): void {
    this.#room(42);
    this.#header(columns);
    for (const row of rows) {
      if (this.#room(13)) this.#header(columns);
      this.#cells(columns, row, 8);
      this.#y -= 13;
    }
    this.#y -= 8;
  }

  async finish(): Promise<Uint8Array> {
    const pages = this.#document.getPages();
    pages.forEach((page, index) => {
      this.#page = page;
      this.#y = PAGE.margin + 8;
      this.#draw(this.#fit(`${this.#footer} · page ${index + 1} of ${pages.length}`, 8, 500), PAGE.margin, 8, GREY);
    });
    return this.#document.save();
  }

  #header(columns: readonly Column[]): void {
    const titles = columns.map(({ title }) => ({ text: title, color: GREY }));
    this.#cells(columns, titles, 8);
    this.#y -= 3;
    const end = { x: PAGE.width - PAGE.margin, y: this.#y };
    this.#page.drawLine({ start: { x: PAGE.margin, y: this.#y }, end, thickness: 0.5, color: GREY });
    this.#y -= 12;
  }

  #cells(columns: readonly Column[], row: readonly TextCell[], size: number): void {
    let x = PAGE.margin;
    columns.forEach(({ width, right }, index) => {
      const cell = row[index] ?? "";
      const { text, color } = typeof cell === "string" ? { text: cell, color: INK } : cell;
      const shown = this.#fit(text, size, width - 6);
      const left = right ? x + width - 6 - this.#table.width(shown, size) : x;
      this.#draw(shown, left, size, color);
      x += width;
    });
  }

  #draw(text: string, x: number, size: number, color: Color): void {
    if (text !== "") this.#page.drawText(text, { x, y: this.#y, size, font: this.#font, color });
  }

  /** Begins a new page when fewer points than asked for are left, and says whether it did. */
  #room(points: number): boolean {
    if (this.#y - points > PAGE.margin + 16) return false;
    this.#page = this.#document.addPage([PAGE.width, PAGE.height]);
    this.#y = PAGE.height - PAGE.margin;
    return true;
  }

  #fit(text: string, size: number, width: number): string {
    // No cell is wide enough for 200 characters.
    const characters = [...text.normalize("NFC").replace(/\s+/g, " ").slice(0, 200)].map((character) => {
      if (this.#table.has(character)) return character;
      this.replaced += 1;
      return REPLACEMENT;
    });
    if (this.#table.width(characters.join(""), size) <= width) return characters.join("");
    let [low, high] = [0, characters.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#table.width(`${characters.slice(0, middle).join("")}…`, size) <= width) low = middle;
      else high = middle - 1;
    }
    return `${characters.slice(0, low).join("")}…`;
  }
}

/**
 * Opens a document that writes in the given font.
 * @param font a TrueType file; only the glyphs that are used go into the document
 */
export async function openPages(font: Uint8Array, title: string): Promise<Pages> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setCreator("AI Bookkeeper");
  const table = new TableFont(font);
  document.registerFontkit({ create: () => table.font });
  return new Pages(document, await document.embedFont(font, { subset: true }), table, title);
}
