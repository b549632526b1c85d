import fontkit from "@pdf-lib/fontkit";
import type { PDFDocument, PDFFont } from "pdf-lib";

/** One weight of a typeface, cut into files by the letters they have: the first that has a letter writes it. WOFF or TrueType. */
export type FontFiles = readonly Uint8Array[];

interface Part {
  readonly font: PDFFont;
  readonly letters: ReadonlySet<number>;
}

/** Text that is written with one font. */
export interface Run {
  readonly font: PDFFont;
  readonly text: string;
}

/** A typeface in a document that has letters in several files. */
export class ReportFont {
  readonly #parts: readonly Part[];

  private constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  static async embed(document: PDFDocument, files: FontFiles): Promise<ReportFont> {
    const parts = await Promise.all(
      files.map(async (file) => ({
        font: await document.embedFont(file, { subset: true }),
        letters: new Set(fontkit.create(file).characterSet),
      })),
    );
    return new ReportFont(parts);
  }

  /** A letter that no file has becomes a question mark. */
  runs(text: string): readonly Run[] {
    const runs: { font: PDFFont; text: string }[] = [];
    for (const letter of text) {
      const { font, known } = this.#fontOf(letter);
      const last = runs.at(-1);
      if (last?.font === font) last.text += known;
      else runs.push({ font, text: known });
    }
    return runs;
  }

  /** In points. */
  width(text: string, size: number): number {
    return this.runs(text).reduce((sum, run) => sum + run.font.widthOfTextAtSize(run.text, size), 0);
  }

  #fontOf(letter: string): { readonly font: PDFFont; readonly known: string } {
    const code = letter.codePointAt(0) ?? 0;
    const part = this.#parts.find(({ letters }) => letters.has(code));
    if (part !== undefined) return { font: part.font, known: letter };
    const [first] = this.#parts;
    if (first === undefined) throw new TypeError("a typeface without a file");
    return { font: first.font, known: "?" };
  }
}
