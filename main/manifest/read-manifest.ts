import { bulkEntries, deviceEntry, isBulkLine, isDeviceLine } from "./formats/parse-service-lines.ts";
import { jwsEntry } from "./formats/parse-jws.ts";
import type { ManifestEntry } from "./manifest-entry.ts";
import { manifestErrors } from "./manifest-errors.ts";
import { csvEntryReader } from "./formats/parse-csv.ts";
import { parseJsonlLine } from "./formats/parse-jsonl.ts";
import { readCsvRows } from "./formats/read-csv-rows.ts";
import { type FileLine, lineText, readLines } from "./sealed/read-lines.ts";
import { readSealedEntries } from "./sealed/read-sealed-entries.ts";
import type { ChunkSource } from "./sealed/read-sealed.ts";
import { parseLine, sealedHeader } from "./sealed/sealed-lines.ts";
import { type WrittenEntry, wholeEntry } from "./written-entry.ts";

/** A row spans lines where a cell of it does: a chain of certificates. */
const longestRow = 4 * 1024 * 1024;

/**
 * The entries of a sealed, JSON Lines or CSV manifest, one after the other, so that memory does not grow with the file. That a sealed one is as it
 * was sealed is `verifySealed`'s word. Throws `manifest.malformed` with the line.
 */
export async function* readManifest(source: ChunkSource): AsyncGenerator<ManifestEntry, void> {
  const first = await firstLine(source);
  if (parseLine(sealedHeader, first) !== undefined) yield* readSealedEntries(source);
  else if (first.startsWith("{")) yield* readJsonl(source);
  else yield* readCsv(source);
}

/** The entries of a file of any format, one after the other. Throws `manifest.malformed` with the line. */
export async function* readWritten(source: ChunkSource): AsyncGenerator<WrittenEntry, void> {
  const first = await firstLine(source);
  const value = first.startsWith("{") ? jsonOf(first) : undefined;
  if (first.startsWith("[")) yield* readJws(source);
  else if (isBulkLine(value))
    for await (const { text, line } of fullLines(source)) yield* bulkEntries(jsonOf(text), line);
  else if (isDeviceLine(value))
    for await (const { text, line } of fullLines(source)) yield deviceEntry(jsonOf(text), line);
  else for await (const entry of readManifest(source)) yield wholeEntry(entry);
}

/** An array with one entry a line, as it is written. */
async function* readJws(source: ChunkSource): AsyncGenerator<WrittenEntry, void> {
  for await (const { text, line } of fullLines(source)) {
    const content = text.trim();
    if (!["[", "]", "[]"].includes(content)) yield jwsEntry(content.replace(/,$/, ""), line);
  }
}

async function* fullLines(source: ChunkSource): AsyncGenerator<{ readonly text: string; readonly line: number }, void> {
  for await (const { number, bytes } of readLines(source())) {
    const text = lineText(bytes);
    if (text.trim() !== "") yield { text, line: number };
  }
}

/** Undefined for what is no JSON: whose schema then says so with its line. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function firstLine(source: ChunkSource): Promise<string> {
  for await (const { bytes } of readLines(source())) return lineText(bytes);
  throw manifestErrors.malformed("the file is empty");
}

async function* readJsonl(source: ChunkSource): AsyncGenerator<ManifestEntry, void> {
  for await (const { number, bytes } of readLines(source())) {
    const content = lineText(bytes);
    if (content.trim() !== "") yield parseJsonlLine({ content, line: number });
  }
}

async function* readCsv(source: ChunkSource): AsyncGenerator<ManifestEntry, void> {
  let read: ReturnType<typeof csvEntryReader> | undefined;
  for await (const { text, line } of csvRowTexts(readLines(source()))) {
    for (const { cells } of readCsvRows(text)) {
      if (read === undefined) read = csvEntryReader(cells);
      else yield read({ line, cells });
    }
  }
}

/** Lines joined until their quotes are even: then a row of RFC 4180 ends with the line. */
async function* csvRowTexts(
  lines: AsyncIterable<FileLine>,
): AsyncGenerator<{ readonly text: string; readonly line: number }, void> {
  let parts: string[] = [];
  let [begins, length, open] = [1, 0, false];
  for await (const { number, bytes } of lines) {
    const text = lineText(bytes);
    if (parts.length === 0) begins = number;
    parts.push(text);
    length += text.length;
    if (length > longestRow) throw manifestErrors.malformed(`row at line ${begins}: a quote is not closed`);
    if ((text.split('"').length - 1) % 2 === 1) open = !open;
    if (open) continue;
    yield { text: `${parts.join("\n")}\n`, line: begins };
    [parts, length] = [[], 0];
  }
  if (parts.length > 0) throw manifestErrors.malformed(`row at line ${begins}: a quote is not closed`);
}
