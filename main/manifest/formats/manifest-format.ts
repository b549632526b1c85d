import type { ManifestEntry } from "../manifest-entry.ts";
import type { ManifestSigning } from "../manifest-signing.ts";

export interface ManifestHeader {
  readonly lot: string;
  /** Every entry must say the same. */
  readonly practice: boolean;
  /** For formats that are signed. */
  readonly signing?: ManifestSigning | undefined;
}

/** How a manifest is written as text. */
export interface ManifestFormat {
  readonly extension: string;
  readonly mediaType: string;
  /** The whole text in pieces of any size, the empty one included: a sign of life while nothing can be written yet. */
  readonly write: (entries: AsyncIterable<ManifestEntry>, header: ManifestHeader) => AsyncIterable<string>;
}

/** The formats in which an entry needs to know nothing of the others. */
export function entryByEntry(begin: () => string, entry: (entry: ManifestEntry) => string): ManifestFormat["write"] {
  return async function* write(entries) {
    yield begin();
    for await (const each of entries) yield entry(each);
  };
}
