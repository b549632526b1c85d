import { toBase64 } from "../base/bytes/bytes.ts";
import { decodeCertificateBundle, isCertificateBundle } from "./certificate/certificate-bundle.ts";
import { pkiErrors } from "./pki-errors.ts";

const block = /-----BEGIN ([A-Z0-9# ]{1,40})-----([^-]*)-----END \1-----/g;

export interface PemBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** DER as one PEM certificate (RFC 7468 §5.1: 64 characters a line, final line feed). */
export function derToPem(der: Uint8Array, label = "CERTIFICATE"): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** All blocks of a PEM text, in order; text around them is ignored. Throws `pki.bad-certificate` on a body that is not Base64. */
export function readPem(text: string): readonly PemBlock[] {
  return [...text.matchAll(block)].map(([, label = "", body = ""]) => {
    const packed = body.replaceAll(/\s/g, "");
    // A body with headers is an old encrypted key: only node:crypto reads those, from the text itself.
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed) && label === "CERTIFICATE") {
      throw pkiErrors.badCertificate("PEM body is not Base64");
    }
    return { label, bytes: new Uint8Array(Buffer.from(packed, "base64")) };
  });
}

/** Certificates of a file: one in DER, a PKCS #7 bundle (`.p7b`) in DER or PEM, or PEM certificates; other blocks are left out. */
export function readCertificateFile(content: Uint8Array): readonly Uint8Array[] {
  if (isCertificateBundle(content)) return decodeCertificateBundle(content);
  const isDer = content[0] === 0x30;
  if (isDer) return [content];
  const text = Buffer.from(content).toString("latin1");
  return readPem(text).flatMap(({ label, bytes }) => {
    if (/^(PKCS7|CMS|PKCS #7 SIGNED DATA)$/.test(label)) return decodeCertificateBundle(bytes);
    return /^(X509 |TRUSTED )?CERTIFICATE$/.test(label) ? [bytes] : [];
  });
}
