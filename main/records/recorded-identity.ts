import type { Attestation, Facts } from "./database/tables.ts";

/** What a PASS says of the unit's identity. */
export interface RecordedIdentity {
  readonly attestation: Attestation;
  readonly registrationId: string;
  readonly deviceId: string;
  /** Base64 TPM2B_PUBLIC; null for X.509. */
  readonly endorsementKey: string | null;
  /** Lower-case hex. */
  readonly publicKeySha256: string;
  /** Hex; null for a TPM. */
  readonly certificateSerialNumber: string | null;
  readonly facts: Facts;
}
