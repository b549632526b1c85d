import type { CertificateRecords } from "./certificates.ts";
import type { EnrollmentRecords } from "./enrollments.ts";
import type { IdentityRecords } from "./identities.ts";
import type { LotRecords } from "./lots.ts";
import type { ManifestRecord } from "./manifest-records.ts";
import type { RunRecords } from "./runs.ts";
import type { UnitRecords } from "./units.ts";

/** All the station keeps. Every promise rejects with a StationError; every write is durable when its promise resolves. */
export interface Records {
  /** Whether these records are marked practice. */
  readonly practice: boolean;
  readonly lots: LotRecords;
  readonly units: UnitRecords;
  readonly runs: RunRecords;
  readonly identities: IdentityRecords;
  readonly certificates: CertificateRecords;
  readonly enrollments: EnrollmentRecords;
  /** The lot's passed units in the order they came, read page by page. */
  manifestEntries(lot: string): AsyncIterable<ManifestRecord>;
  /** How many units `manifestEntries` would give now. */
  count(lot: string): Promise<number>;
  /** Idempotent; afterwards every call rejects with `records.closed`. */
  close(): Promise<void>;
}
