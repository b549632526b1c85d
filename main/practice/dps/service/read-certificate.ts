import { X509Certificate } from "node:crypto";
import { refusals } from "../server/service-refusal.ts";
import type { StoredCertificate } from "../state/stored-enrollment.ts";

/** A certificate as clients send it, PEM text or Base64 of DER, with the facts the service derives; 400004 if it is neither. */
export function readCertificate(text: string): StoredCertificate {
  const certificate = parse(text);
  return {
    certificate: certificate.raw.toString("base64"),
    info: {
      subjectName: oneLine(certificate.subject),
      sha1Thumbprint: certificate.fingerprint.replaceAll(":", ""),
      sha256Thumbprint: certificate.fingerprint256.replaceAll(":", ""),
      issuerName: oneLine(certificate.issuer),
      notBeforeUtc: certificate.validFromDate.toISOString(),
      notAfterUtc: certificate.validToDate.toISOString(),
      serialNumber: certificate.serialNumber,
      version: 3,
    },
  };
}

function parse(text: string): X509Certificate {
  try {
    return new X509Certificate(text.includes("-----BEGIN") ? text : Buffer.from(text, "base64"));
  } catch {
    throw refusals.badRequest("Invalid certificate");
  }
}

/** Node gives one attribute a line, most general first; the service shows `CN=…, O=…`. */
const oneLine = (name: string): string => name.split("\n").toReversed().join(", ");
