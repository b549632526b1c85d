import type { ManifestEntry } from "../manifest-entry.ts";

/** How a manifest is written as text, piece by piece. */
export interface ManifestFormat {
  readonly extension: string;
  readonly mediaType: string;
  /** What comes before the first entry. */
  readonly begin: () => string;
  /** One entry, its end of line included. */
  readonly entry: (entry: ManifestEntry) => string;
}
