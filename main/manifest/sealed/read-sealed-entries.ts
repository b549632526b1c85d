import { type ManifestEntry, manifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { lineText } from "./read-lines.ts";
import { type ChunkSource, isSealLine, readFront } from "./read-sealed.ts";

/** The entries of a sealed manifest, as they stand; that they are the sealed ones is `verifySealed`'s word. Throws `manifest.malformed`. */
export async function* readSealedEntries(source: ChunkSource): AsyncGenerator<ManifestEntry, void> {
  const { front, rest } = await readFront(source);
  if (front.header === undefined) throw manifestErrors.malformed("line 1: not the header of a sealed manifest");
  for await (const { number, bytes } of rest) {
    const text = lineText(bytes);
    if (isSealLine(text)) return;
    yield toEntry(text, number);
  }
}

function toEntry(text: string, line: number): ManifestEntry {
  try {
    return manifestEntry.parse(JSON.parse(text));
  } catch (cause) {
    throw manifestErrors.malformed(`line ${line}: not an entry`, cause);
  }
}
