import { csvLine } from "../../base/csv/csv-line.ts";
import type { ManifestEntry } from "../manifest-entry.ts";
import { csvColumns } from "./csv-columns.ts";
import { entryByEntry, type ManifestFormat } from "./manifest-format.ts";

/**
 * RFC 4180: comma, CRLF, quotes doubled, UTF-8, one header line. Values are exact text, leading zeros included (a spreadsheet
 * must be told to import the columns as text); a value it would take for a formula carries an apostrophe in front
 * (base/csv). An empty cell is "nothing".
 */
export const csvFormat: ManifestFormat = {
  extension: "csv",
  mediaType: "text/csv; charset=utf-8",
  write: entryByEntry(
    () => csvLine(csvColumns.map(({ name }) => name)),
    (entry: ManifestEntry) => csvLine(csvColumns.map(({ value }) => value(entry))),
  ),
};
