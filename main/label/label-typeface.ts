import fontkit from "@pdf-lib/fontkit";

type Font = ReturnType<typeof fontkit.create>;

/** One stroke of an outline: M, L, Q, C or Z with its points. */
export interface OutlineCommand {
  readonly command: string;
  /** x and y in turn. */
  readonly points: readonly number[];
}

/** Letters as outlines: what is drawn on paper and on screen is the same to the last curve, wherever it is shown. */
export class LabelTypeface {
  readonly #fonts: readonly { readonly font: Font; readonly letters: ReadonlySet<number> }[];

  /** One typeface (WOFF or TrueType), cut into files by the letters they have: the first that has a letter writes it. */
  constructor(files: readonly Uint8Array[]) {
    this.#fonts = files.map((file) => {
      const font = fontkit.create(file);
      return { font, letters: new Set(font.characterSet) };
    });
  }

  /** Letters that none of the files has. */
  lacks(text: string): readonly string[] {
    return Array.from(text).filter((letter) => this.#fontOf(letter) === undefined);
  }

  /** In the unit `size` is in. */
  width(text: string, size: number): number {
    return this.#glyphs(text).reduce((sum, { advance }) => sum + advance * size, 0);
  }

  /** The strokes of each letter, in ems with y upwards, and how far right of the text's beginning it stands. */
  outlines(text: string): readonly { readonly at: number; readonly commands: readonly OutlineCommand[] }[] {
    let at = 0;
    return this.#glyphs(text).map(({ advance, commands }) => {
      const outline = { at, commands };
      at += advance;
      return outline;
    });
  }

  #glyphs(text: string) {
    return Array.from(text).flatMap((letter) => {
      const font = this.#fontOf(letter);
      if (font === undefined) return [];
      const glyph = font.glyphForCodePoint(letter.codePointAt(0) ?? 0);
      const em = font.unitsPerEm;
      const commands = strokes(glyph.path.toSVG(), em);
      return [{ advance: glyph.advanceWidth / em, commands }];
    });
  }

  #fontOf(letter: string): Font | undefined {
    const code = letter.codePointAt(0) ?? 0;
    return this.#fonts.find(({ letters }) => letters.has(code))?.font;
  }
}

/** Font units to ems. */
function strokes(path: string, em: number): readonly OutlineCommand[] {
  return [...path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(([, command = "Z", numbers = ""]) => ({
    command,
    points: (numbers.match(/-?\d+(?:\.\d+)?/g) ?? []).map((number) => Number(number) / em),
  }));
}
