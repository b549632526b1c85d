import type { ProfileName } from "./certificate-profiles.ts";

/** A certificate that is about to be signed. */
export interface IssuanceIntent {
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly profile: ProfileName;
  /** Name, DER. */
  readonly subject: Uint8Array;
}

/**
 * Where an authority writes down what it signs, before it does: no certificate shall exist that is nowhere on record. Certificates
 * of devices are in the station's records; this is for all others.
 */
export interface IssuanceJournal {
  intend(intent: IssuanceIntent): Promise<void>;
  issued(serialNumber: string, certificate: Uint8Array): Promise<void>;
  /** Whether the authority has taken back a certificate, of a device or any other. Lower-case hexadecimal. */
  isRevoked(serialNumber: string): Promise<boolean>;
}
