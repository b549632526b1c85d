import { createHash } from "node:crypto";
import { fromBase64 } from "../base/bytes/base64.ts";
import { equalBytes, toHex } from "../base/bytes/bytes.ts";
import { fromPem } from "../base/bytes/pem.ts";
import type { CertificateWithInfo } from "../dps/schema/individual-enrollment.ts";

/**
 * What makes the service's certificate another one than `wanted` (DER), in words; empty if it is the same. The service may give
 * the certificate, or only what it read from it (`info`): then the thumbprint decides.
 */
export function compareCertificates(
  wanted: Uint8Array,
  found: CertificateWithInfo | null | undefined,
): readonly string[] {
  const seen = decoded(found?.certificate, certificateDer);
  if (seen !== undefined) return equalBytes(wanted, seen) ? [] : ["certificate is another one"];
  if (!found?.info) return ["the service does not tell its certificate"];
  const { sha256Thumbprint } = found.info;
  const thumbprint = toHex(createHash("sha256").update(wanted).digest());
  return foldThumbprint(sha256Thumbprint) === thumbprint
    ? []
    : [`certificate is another one (SHA-256 ${sha256Thumbprint})`];
}

const foldThumbprint = (text: string): string => text.replaceAll(/[^0-9A-Fa-f]/g, "").toLowerCase();

/** PEM (the first certificate of it) or bare Base64 DER: the service takes and gives both. */
export function certificateDer(text: string): Uint8Array | undefined {
  return text.includes("-----BEGIN") ? fromPem("CERTIFICATE", text)[0] : fromBase64(text.replaceAll(/\s/g, ""));
}

/** `undefined` for what is not there, or cannot be read. */
export function decoded(
  text: string | null | undefined,
  decode: (text: string) => Uint8Array | undefined,
): Uint8Array | undefined {
  if (!text) return undefined;
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}
