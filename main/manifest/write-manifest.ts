import { csvFormat } from "./formats/csv.ts";
import { devicesTxtFormat } from "./formats/devices-txt.ts";
import { dpsBulkFormat } from "./formats/dps-bulk.ts";
import { jsonlFormat } from "./formats/jsonl.ts";
import { jwsFormat } from "./formats/jws.ts";
import type { ManifestFormat, ManifestHeader } from "./formats/manifest-format.ts";
import type { ManifestEntry } from "./manifest-entry.ts";
import { manifestErrors } from "./manifest-errors.ts";
import { sealedFormat } from "./sealed/write-sealed.ts";

export type ManifestFormatName = "csv" | "jsonl" | "sealed" | "dps-bulk" | "devices-txt" | "jws";

export const manifestFormats: Readonly<Record<ManifestFormatName, ManifestFormat>> = {
  csv: csvFormat,
  jsonl: jsonlFormat,
  sealed: sealedFormat,
  "dps-bulk": dpsBulkFormat,
  "devices-txt": devicesTxtFormat,
  jws: jwsFormat,
};

const chunkCharacters = 64 * 1024;

/** The manifest's text in pieces of about 64 Ki characters. Throws `manifest.mixed` for an entry of another lot or mode. */
export async function* writeManifest(
  format: ManifestFormatName,
  header: ManifestHeader,
  entries: AsyncIterable<ManifestEntry> | Iterable<ManifestEntry>,
): AsyncGenerator<string, void> {
  let text = "";
  for await (const piece of manifestFormats[format].write(belonging(entries, header), header)) {
    text += piece;
    if (piece !== "" && text.length < chunkCharacters) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

async function* belonging(
  entries: AsyncIterable<ManifestEntry> | Iterable<ManifestEntry>,
  { lot, practice }: ManifestHeader,
): AsyncGenerator<ManifestEntry, void> {
  for await (const entry of entries) {
    if (entry.practice !== practice || entry.lot !== lot) {
      throw manifestErrors.mixed(
        `unit ${entry.serialNumber} of lot ${entry.lot}, practice ${entry.practice}, does not belong`,
      );
    }
    yield entry;
  }
}

/** A practice manifest says so in its name, before anything else. */
export function manifestFileName(format: ManifestFormatName, { lot, practice }: ManifestHeader): string {
  const safe = lot.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${practice ? "PRACTICE-" : ""}manifest-${safe}.${manifestFormats[format].extension}`;
}
