import type { ManifestHeader } from "./formats/manifest-format.ts";
import type { ManifestEntry } from "./manifest-entry.ts";
import { type ManifestFormatName, manifestFileName, manifestFormats, writeManifest } from "./write-manifest.ts";

export interface LotExport extends ManifestHeader {
  readonly format: ManifestFormatName;
  readonly entries: AsyncIterable<ManifestEntry>;
}

export interface ManifestFile {
  readonly fileName: string;
  readonly mediaType: string;
  /** The file's text in order. */
  readonly chunks: AsyncGenerator<string, void>;
}

/** One lot as a file: its name, its type and its text as it comes. */
export function exportLot({ format, entries, ...header }: LotExport): ManifestFile {
  return {
    fileName: manifestFileName(format, header),
    mediaType: manifestFormats[format].mediaType,
    chunks: writeManifest(format, header, entries),
  };
}
