import { csvFormat } from "./formats/csv.ts";
import { jsonlFormat } from "./formats/jsonl.ts";
import type { ManifestFormat } from "./formats/manifest-format.ts";
import type { ManifestEntry } from "./manifest-entry.ts";
import { manifestErrors } from "./manifest-errors.ts";

export type ManifestFormatName = "csv" | "jsonl";

export interface ManifestHeader {
  readonly lot: string;
  /** Every entry must say the same. */
  readonly practice: boolean;
}

export const manifestFormats: Readonly<Record<ManifestFormatName, ManifestFormat>> = {
  csv: csvFormat,
  jsonl: jsonlFormat,
};

const chunkCharacters = 64 * 1024;

/** The manifest's text in pieces of about 64 Ki characters. Throws `manifest.mixed` for an entry of another lot or mode. */
export async function* writeManifest(
  format: ManifestFormatName,
  header: ManifestHeader,
  entries: AsyncIterable<ManifestEntry> | Iterable<ManifestEntry>,
): AsyncGenerator<string, void> {
  const { begin, entry: write } = manifestFormats[format];
  let text = begin();
  for await (const entry of entries) {
    if (entry.practice !== header.practice || entry.lot !== header.lot) {
      throw manifestErrors.mixed(
        `unit ${entry.serialNumber} of lot ${entry.lot}, practice ${entry.practice}, does not belong`,
      );
    }
    text += write(entry);
    if (text.length < chunkCharacters) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

/** A practice manifest says so in its name, before anything else. */
export function manifestFileName(format: ManifestFormatName, { lot, practice }: ManifestHeader): string {
  const safe = lot.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${practice ? "PRACTICE-" : ""}manifest-${safe}.${manifestFormats[format].extension}`;
}
