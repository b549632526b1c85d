import { createHash } from "node:crypto";
import { fromHex, toHex } from "../../base/bytes/bytes.ts";
import { type FileLine, lineText, readLines } from "./read-lines.ts";
import { type IndexLine, indexLine, parseLine, type SealedHeader, sealedHeader } from "./sealed-lines.ts";

/** What stands before the entries of a sealed manifest. */
export interface SealedFront {
  readonly headerLine: Uint8Array;
  /** Undefined if the first line is no header. */
  readonly header: SealedHeader | undefined;
  /** Leaf digests of the index, 32 bytes each, one after the other. */
  readonly leaves: Uint8Array;
  /** SHA-256 of the index lines as they stand. */
  readonly indexDigest: string;
  /** Line of the first index line that is damaged or out of order. */
  readonly damagedIndex: number | null;
}

export type ChunkSource = () => AsyncIterable<Uint8Array>;

const indexBegins = '{"from":';
const sealBegins = '{"algorithm":';

const isIndexLine = (text: string): boolean => text.startsWith(indexBegins);
export const isSealLine = (text: string): boolean => text.startsWith(sealBegins);

/** Reads header and index; 32 bytes an entry stay in memory. `rest` goes on with the line after them. */
export async function readFront(
  source: ChunkSource,
): Promise<{ readonly front: SealedFront; readonly rest: AsyncGenerator<FileLine, void> }> {
  const lines = readLines(source());
  const first = (await lines.next()).value;
  const headerLine = first?.bytes ?? new Uint8Array();
  const index = new IndexReader();
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) {
    const text = lineText(next.value.bytes);
    if (!isIndexLine(text)) break;
    index.add(next.value, text);
  }
  const header = first?.whole === true ? parseLine(sealedHeader, lineText(headerLine)) : undefined;
  return { front: { headerLine, header, ...index.finish() }, rest: continued(next, lines) };
}

async function* continued(
  next: IteratorResult<FileLine, void>,
  lines: AsyncGenerator<FileLine, void>,
): AsyncGenerator<FileLine, void> {
  if (next.done === true) return;
  yield next.value;
  yield* lines;
}

class IndexReader {
  readonly #digest = createHash("sha256");
  readonly #leaves: Uint8Array[] = [];
  #count = 0;
  #damaged: number | null = null;

  add({ number, bytes }: FileLine, text: string): void {
    this.#digest.update(bytes).update("\n");
    const line = parseLine(indexLine, text);
    if (line?.from !== this.#count) this.#damaged ??= number;
    if (line === undefined) return;
    this.#leaves.push(fromHex(line.index.map(([, leaf]) => leaf).join("")));
    this.#count += line.index.length;
  }

  finish() {
    return {
      leaves: new Uint8Array(Buffer.concat(this.#leaves)),
      indexDigest: toHex(this.#digest.digest()),
      damagedIndex: this.#damaged,
    };
  }
}

/** The lines of the index again, for the names in it. */
export async function* readIndex(source: ChunkSource): AsyncGenerator<IndexLine, void> {
  for await (const { number, bytes } of readLines(source())) {
    if (number === 1) continue;
    const text = lineText(bytes);
    if (!isIndexLine(text)) return;
    const line = parseLine(indexLine, text);
    if (line !== undefined) yield line;
  }
}

/** Serial numbers of entries, by their 0-based numbers. */
export async function readNames(
  source: ChunkSource,
  numbers: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  if (numbers.size === 0) return names;
  for await (const { from, index } of readIndex(source)) {
    for (const [at, [serialNumber]] of index.entries()) if (numbers.has(from + at)) names.set(from + at, serialNumber);
  }
  return names;
}
