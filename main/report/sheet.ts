import { type PDFPage, type RGB, rgb } from "pdf-lib";
import type { ReportFont } from "./report-font.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextLook {
  readonly size?: number;
  readonly bold?: boolean;
  readonly soft?: boolean;
  readonly align?: "start" | "middle" | "end";
  /** In points; what is longer ends in an ellipsis. */
  readonly within?: number;
}

/** Colour is state and nothing else: what is good, what failed; all other bars are ink. */
export const inks = {
  ink: rgb(0.08, 0.09, 0.1),
  soft: rgb(0.35, 0.38, 0.41),
  rule: rgb(0.78, 0.79, 0.77),
  bar: rgb(0.42, 0.46, 0.5),
  pass: rgb(0, 0.46, 0.31),
  fail: rgb(0.76, 0.13, 0.05),
  practice: rgb(0.46, 0.19, 0.61),
} as const satisfies Record<string, RGB>;

/** A page to draw on, measured in points from its upper left corner. */
export class Sheet {
  readonly #page: PDFPage;
  readonly #regular: ReportFont;
  readonly #bold: ReportFont;

  constructor(page: PDFPage, fonts: { readonly regular: ReportFont; readonly bold: ReportFont }) {
    this.#page = page;
    this.#regular = fonts.regular;
    this.#bold = fonts.bold;
  }

  get width(): number {
    return this.#page.getWidth();
  }

  get height(): number {
    return this.#page.getHeight();
  }

  /** `y` is the line the letters stand on. */
  text(said: string, { x, y }: { readonly x: number; readonly y: number }, look: TextLook = {}, color?: RGB): void {
    const { size = 8, bold = false, soft = false, align = "start", within } = look;
    const font = bold ? this.#bold : this.#regular;
    const text = within === undefined ? said : shortened(said, (part) => font.width(part, size) <= within);
    const width = font.width(text, size);
    let left = align === "start" ? x : align === "end" ? x - width : x - width / 2;
    for (const run of font.runs(text)) {
      const tint = color ?? (soft ? inks.soft : inks.ink);
      this.#page.drawText(run.text, { x: left, y: this.height - y, size, font: run.font, color: tint });
      left += run.font.widthOfTextAtSize(run.text, size);
    }
  }

  bar({ x, y, width, height }: Box, color: RGB = inks.bar): void {
    this.#page.drawRectangle({ x, y: this.height - y - height, width, height, color });
  }

  line(
    from: readonly [number, number],
    to: readonly [number, number],
    look: { color?: RGB; dashed?: boolean } = {},
  ): void {
    this.#page.drawLine({
      start: { x: from[0], y: this.height - from[1] },
      end: { x: to[0], y: this.height - to[1] },
      thickness: 0.75,
      color: look.color ?? inks.rule,
      ...(look.dashed === true ? { dashArray: [3, 2] } : {}),
    });
  }
}

function shortened(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && !fits(`${letters.join("")}…`)) letters.pop();
  return `${letters.join("")}…`;
}
