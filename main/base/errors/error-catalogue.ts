import { type Retry, StationError } from "./station-error.ts";

/** What a catalogue says of one failure: the worker's sentence (imperative, ≤ 60 characters) and whether a retry helps. */
export interface CatalogueEntry {
  readonly sentence: string;
  readonly retry: Retry;
}

/** Makes one failure: `detail` is for the engineer, `cause` is kept. */
export type ErrorMaker = (detail: string, cause?: unknown) => StationError;

/** One maker per entry, plus `entries`: the same catalogue by full code, for docs and translations. */
export type ErrorCatalogue<Reason extends string> = Readonly<Record<Reason, ErrorMaker>> & {
  readonly entries: Readonly<Record<string, CatalogueEntry>>;
};

const reasonToCode = (area: string, reason: string): string =>
  `${area}.${reason.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Derives the only makers of an area's errors from its table: reason `noAnswer` of area `link` becomes code `link.no-answer`. */
export function errorCatalogue<const Table extends Readonly<Record<string, CatalogueEntry>>>(
  area: string,
  table: Table,
): ErrorCatalogue<keyof Table & string> {
  const entries: Record<string, CatalogueEntry> = {};
  const makers: Record<string, ErrorMaker> = {};
  for (const [reason, entry] of Object.entries(table)) {
    const code = reasonToCode(area, reason);
    entries[code] = entry;
    makers[reason] = (detail, cause) => new StationError({ code, ...entry, detail, cause });
  }
  return { ...makers, entries } as ErrorCatalogue<keyof Table & string>;
}
