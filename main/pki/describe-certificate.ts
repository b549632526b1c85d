import { readCertificate } from "./certificate/read-certificate.ts";
import { derToPem } from "./pem.ts";

export interface CertificateDescription {
  /** Names in the order they are encoded: `CN=unit, O=Works`; empty for an empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the DER, lower-case hexadecimal without colons. */
  readonly sha256: string;
  readonly pem: string;
}

const oneLine = (name: string | undefined): string => (name ?? "").split("\n").join(", ");

/** For people and records. Throws `pki.bad-certificate`. */
export function describeCertificate(der: Uint8Array): CertificateDescription {
  const { system } = readCertificate(der);
  return {
    subject: oneLine(system.subject),
    issuer: oneLine(system.issuer),
    serialNumber: system.serialNumber.toLowerCase(),
    notBefore: system.validFromDate.toISOString(),
    notAfter: system.validToDate.toISOString(),
    sha256: system.fingerprint256.replaceAll(":", "").toLowerCase(),
    pem: derToPem(der),
  };
}
