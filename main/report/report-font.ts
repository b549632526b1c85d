import fontkit from "@pdf-lib/fontkit";
import type { PDFDocument, PDFFont } from "pdf-lib";

/** One weight of a typeface, cut into files (TrueType, WOFF) by the letters they have: the first that has a letter writes it. */
export interface FontFiles {
  readonly files: readonly Uint8Array[];
  /** Of another typeface, for letters that none of `files` has; read only for a text that has such a letter. */
  readonly others?: () => readonly Uint8Array[];
}

interface Part {
  readonly font: PDFFont;
  readonly letters: ReadonlySet<number>;
}

/** Text that is written with one font. */
export interface Run {
  readonly font: PDFFont;
  readonly text: string;
}

/** A typeface in a document that has letters in several files, and another's where it has none. */
export class ReportFont {
  readonly #parts: readonly Part[];

  private constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  /** `text`: all that may be written with it. */
  static async embed(document: PDFDocument, { files, others }: FontFiles, text: string): Promise<ReportFont> {
    const embedAll = (some: readonly Uint8Array[]) => Promise.all(some.map((file) => embedPart(document, file)));
    const own = await embedAll(files);
    const lacks = Array.from(text).some((letter) => !own.some(({ letters }) => letters.has(codeOf(letter))));
    return new ReportFont(lacks && others !== undefined ? [...own, ...(await embedAll(others()))] : own);
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
    const part = this.#parts.find(({ letters }) => letters.has(codeOf(letter)));
    if (part !== undefined) return { font: part.font, known: letter };
    const [first] = this.#parts;
    if (first === undefined) throw new TypeError("a typeface without a file");
    return { font: first.font, known: "?" };
  }
}

const embedPart = async (document: PDFDocument, file: Uint8Array): Promise<Part> => ({
  font: await document.embedFont(file, { subset: true }),
  letters: new Set(fontkit.create(file).characterSet),
});

const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;
