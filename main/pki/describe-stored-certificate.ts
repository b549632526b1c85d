import { hash } from "node:crypto";
import { isStationError } from "../base/errors/station-error.ts";
import { trimmedCertificate } from "./certificate/der-length.ts";
import { tolerateCertificate } from "./certificate/tolerate-certificate.ts";
import { type CertificateDescription, describeCertificate } from "./describe-certificate.ts";
import { derToPem } from "./pem.ts";

/** As `CertificateDescription`, with null for what cannot be read. */
export type StoredCertificateDescription = {
  readonly [Member in Exclude<keyof CertificateDescription, "sha256" | "pem">]: string | null;
} & Pick<CertificateDescription, "sha256" | "pem">;

/** Of a certificate somebody else made, as far as it can be read; never throws. */
export function describeStoredCertificate(stored: Uint8Array): StoredCertificateDescription {
  const identity = { sha256: hash("sha256", stored), pem: derToPem(stored) };
  return (
    unlessUnreadable(() => describeCertificate(trimmedCertificate(stored))) ??
    unlessUnreadable(() => {
      const { subject, issuer, serialNumber, notBefore, notAfter } = tolerateCertificate(trimmedCertificate(stored));
      const dates = { notBefore: notBefore?.toISOString() ?? null, notAfter: notAfter?.toISOString() ?? null };
      return { subject, issuer, serialNumber, ...dates, ...identity };
    }) ?? { subject: null, issuer: null, serialNumber: null, notBefore: null, notAfter: null, ...identity }
  );
}

function unlessUnreadable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!isStationError(error)) throw error;
    return undefined;
  }
}
