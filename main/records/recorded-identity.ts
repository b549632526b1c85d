import type { Attestation, Facts } from "./database/rows/row-values.ts";
import type { RecordedEndorsementCertificate } from "./endorsement-certificates.ts";

/** What a PASS says of the unit's identity. */
export interface RecordedIdentity {
  readonly attestation: Attestation;
  readonly registrationId: string;
  readonly deviceId: string;
  /** Base64 TPM2B_PUBLIC; null for all but a TPM. */
  readonly endorsementKey: string | null;
  /** Lower-case hex; of a symmetric key SHA-256 of the key. */
  readonly publicKeySha256: string;
  /** Hex; null without a certificate. */
  readonly certificateSerialNumber: string | null;
  /** The name of the authority whose number that is; left out without a certificate. */
  readonly certificateAuthority?: string | undefined;
  readonly facts: Facts;
  /** All that were found in the TPM in this run. */
  readonly endorsementCertificates?: readonly RecordedEndorsementCertificate[] | undefined;
  /** The group the unit is enrolled by, in place of an entry of its own. */
  readonly group?: { readonly id: string; readonly service: string } | undefined;
}
