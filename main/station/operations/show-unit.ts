import { toBase64 } from "../../base/bytes/bytes.ts";
import { describeStoredCertificate, type StoredCertificateDescription } from "../../pki/describe-stored-certificate.ts";
import type { RecordedEndorsementCertificate } from "../../records/endorsement-certificates.ts";
import type { Records } from "../../records/records.ts";
import type { RecordedVerification } from "../../records/verifications.ts";
import type { UnitDetail } from "../../records/units.ts";
import type { UnitChange } from "../../records/unit-transitions.ts";

export type { UnitChange };

export type ShownEndorsementCertificate = Omit<RecordedEndorsementCertificate, "der"> & StoredCertificateDescription;

/** A unit as the records have it, for people and machines. */
export interface ShownUnit extends Omit<UnitDetail, "certificates" | "endorsementCertificates"> {
  /** Base64 DER of the device's own, newest first. */
  readonly certificates: readonly string[];
  readonly endorsementCertificates: readonly ShownEndorsementCertificate[];
  /** Newest first. */
  readonly verifications: readonly RecordedVerification[];
}

/** undefined if there is no such unit. */
export async function showUnit(records: Records, serialNumber: string): Promise<ShownUnit | undefined> {
  const detail = await records.units.detail(serialNumber);
  if (detail === undefined) return undefined;
  return {
    ...detail,
    verifications: await records.verifications.list(serialNumber),
    certificates: detail.certificates.map(({ der }) => toBase64(der)),
    endorsementCertificates: detail.endorsementCertificates.map(({ der, ...judged }) => ({
      ...judged,
      ...describeStoredCertificate(der),
    })),
  };
}
