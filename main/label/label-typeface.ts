import fontkit from "@pdf-lib/fontkit";

type Font = ReturnType<typeof fontkit.create>;

/** One stroke of an outline: M, L, Q, C or Z with its points. */
export interface OutlineCommand {
  readonly command: string;
  /** x and y in turn. */
  readonly points: readonly number[];
}

interface Part {
  readonly font: Font;
  readonly letters: ReadonlySet<number>;
  /** Of its letters, beside those of the typeface itself. */
  readonly scale: number;
}

/** A typeface cut into files (TrueType, WOFF) by the letters they have: the first that has a letter writes it. */
export interface TypefaceFiles {
  readonly files: readonly Uint8Array[];
  /** Of another typeface, for letters that none of `files` has; read when the first such letter is met. */
  readonly others?: () => readonly Uint8Array[];
}

/** Chinese letters fill their square: so they stand between the top of a capital's accent and the foot of a g, in the same line. */
const otherScale = 0.9;

/** Letters as outlines: what is drawn on paper and on screen is the same to the last curve, wherever it is shown. */
export class LabelTypeface {
  readonly #parts: readonly Part[];
  readonly #readOthers: () => readonly Uint8Array[];
  #others: readonly Part[] | undefined;

  constructor({ files, others = () => [] }: TypefaceFiles) {
    this.#parts = files.map((file) => partOf(file, 1));
    this.#readOthers = others;
  }

  /** Letters that neither typeface has. */
  lacks(text: string): readonly string[] {
    return Array.from(text).filter((letter) => this.#partOf(letter) === undefined);
  }

  /** Whether a letter of it is the other typeface's: one that the letters built into a printer have not either. */
  borrows(text: string): boolean {
    return Array.from(text).some((letter) => !this.#parts.some(({ letters }) => letters.has(codeOf(letter))));
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
      const part = this.#partOf(letter);
      if (part === undefined) return [];
      const glyph = part.font.glyphForCodePoint(codeOf(letter));
      const em = part.font.unitsPerEm / part.scale;
      const commands = strokes(glyph.path.toSVG(), em);
      return [{ advance: glyph.advanceWidth / em, commands }];
    });
  }

  #partOf(letter: string): Part | undefined {
    const has = ({ letters }: Part): boolean => letters.has(codeOf(letter));
    return this.#parts.find(has) ?? this.#otherParts().find(has);
  }

  #otherParts(): readonly Part[] {
    return (this.#others ??= this.#readOthers().map((file) => partOf(file, otherScale)));
  }
}

function partOf(file: Uint8Array, scale: number): Part {
  const font = fontkit.create(file);
  return { font, letters: new Set(font.characterSet), scale };
}

const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;

/** Font units to ems. */
function strokes(path: string, em: number): readonly OutlineCommand[] {
  return [...path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(([, command = "Z", numbers = ""]) => ({
    command,
    points: (numbers.match(/-?\d+(?:\.\d+)?/g) ?? []).map((number) => Number(number) / em),
  }));
}
