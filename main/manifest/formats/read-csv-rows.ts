import { manifestErrors } from "../manifest-errors.ts";

export interface CsvRow {
  /** 1-based line of the text at which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface Read<Value> {
  readonly value: Value;
  /** Where the next thing begins. */
  readonly next: number;
}

/** The rows of RFC 4180 text; LF alone also ends a row, and a byte order mark is passed over. Throws `manifest.malformed`. */
export function* readCsvRows(text: string): Generator<CsvRow, void> {
  const source = text.replace(/^\u{FEFF}/u, "");
  let line = 1;
  for (let at = 0; at < source.length; ) {
    const row = readRow(source, at, line);
    yield { line, cells: row.value };
    line += source.slice(at, row.next).split("\n").length - 1;
    at = row.next;
  }
}

function readRow(source: string, start: number, line: number): Read<readonly string[]> {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const cell = source[at] === '"' ? readQuoted(source, at, line) : readPlain(source, at);
    cells.push(cell.value);
    at = cell.next;
    if (source.startsWith("\r\n", at)) return { value: cells, next: at + 2 };
    if (source[at] === "\n" || at >= source.length) return { value: cells, next: at + 1 };
    if (source[at] !== ",") throw manifestErrors.malformed(`row at line ${line}: a quote where none belongs`);
  }
}

function readQuoted(source: string, start: number, line: number): Read<string> {
  let end = source.indexOf('"', start + 1);
  while (end !== -1 && source[end + 1] === '"') end = source.indexOf('"', end + 2);
  if (end === -1) throw manifestErrors.malformed(`row at line ${line}: a quote is not closed`);
  return { value: source.slice(start + 1, end).replaceAll('""', '"'), next: end + 1 };
}

function readPlain(source: string, start: number): Read<string> {
  let end = start;
  while (end < source.length && !'",\r\n'.includes(source.charAt(end))) end += 1;
  return { value: source.slice(start, end), next: end };
}
