/** A word as every POSIX shell reads it back unchanged. */
export const quoteWord = (word: string): string => (/^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : inQuotes(word));

const inQuotes = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const quotedLength = (character: string): number => (character === "'" ? 4 : character.length);

/** Cuts text into quoted pieces that together are the text, none longer than `longest` (at least 6) with its quotes. */
export function quotedPieces(text: string, longest: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let length = 2;
  for (const character of text) {
    if (length + quotedLength(character) > longest) {
      pieces.push(inQuotes(piece));
      piece = "";
      length = 2;
    }
    piece += character;
    length += quotedLength(character);
  }
  return piece === "" ? pieces : [...pieces, inQuotes(piece)];
}
