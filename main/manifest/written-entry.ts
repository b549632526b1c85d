import { isStationError } from "../base/errors/station-error.ts";
import { compareMembers, compareWithRecord, type FieldDifference } from "./compare-with-record.ts";
import type { ManifestEntry } from "./manifest-entry.ts";

/** Each entry of some formats is signed alone. */
export interface EntrySignature {
  readonly signed: Uint8Array;
  /** Ecdsa-Sig-Value; undefined for what is no signature at all. */
  readonly signature: Uint8Array | undefined;
  /** SHA-256 of the signer's certificate, hexadecimal; null for one that is not named. */
  readonly signer: string | null;
  /** DER, the signer's first, if the entry brings it along. */
  readonly chain: readonly Uint8Array[];
}

/** An entry as a file of any format has it. */
export interface WrittenEntry {
  /** What the file calls the unit by. */
  readonly by: "serialNumber" | "registrationId" | "deviceId";
  readonly name: string;
  /** Null where the format has no place for it. */
  readonly lot: string | null;
  /** Null for a format that holds less than a whole entry. */
  readonly whole: ManifestEntry | null;
  readonly signature: EntrySignature | null;
  /** Every member in which it is not what would be written of this record. */
  readonly differences: (record: ManifestEntry) => readonly FieldDifference[];
}

export const wholeEntry = (whole: ManifestEntry): WrittenEntry => ({
  by: "serialNumber",
  name: whole.serialNumber,
  lot: whole.lot,
  whole,
  signature: null,
  differences: (record) => compareWithRecord(whole, record),
});

type Members = Readonly<Record<string, unknown>>;
type PartName = Pick<WrittenEntry, "by" | "name"> & Partial<Pick<WrittenEntry, "lot" | "signature">>;

/** An entry of a format that holds a part: `written` says what would stand there of a record. */
export const partOfEntry = (
  { by, name, lot = null, signature = null }: PartName,
  file: Members,
  written: (record: ManifestEntry) => Members,
): WrittenEntry => ({
  by,
  name,
  lot,
  whole: null,
  signature,
  differences: (record) => compareMembers(file, orAttestation(record, written)),
});

/** A unit that has become one the format has no place for differs in what it proves itself with. */
function orAttestation(record: ManifestEntry, written: (record: ManifestEntry) => Members): Members {
  try {
    return written(record);
  } catch (error) {
    if (isStationError(error, "manifest.not-in-format")) return { attestation: record.attestation };
    throw error;
  }
}
