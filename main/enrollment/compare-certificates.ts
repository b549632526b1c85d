import { createHash } from "node:crypto";
import { fromBase64 } from "../base/bytes/base64.ts";
import { equalBytes, toHex } from "../base/bytes/bytes.ts";
import { fromPem } from "../base/bytes/pem.ts";
import type { CertificateWithInfo } from "../dps/schema/individual-enrollment.ts";
import type { Difference } from "./difference.ts";

/**
 * What makes the service's certificate another one than `wanted` (DER); empty if it is the same. The service may give the
 * certificate, or only what it read from it (`info`): then the thumbprint decides.
 */
export function compareCertificates(
  wanted: Uint8Array,
  found: CertificateWithInfo | null | undefined,
  field = "certificate",
): readonly Difference[] {
  const ours = `SHA-256 ${thumbprintOf(wanted)}`;
  const seen = decoded(found?.certificate, certificateDer);
  if (seen !== undefined) {
    if (equalBytes(wanted, seen)) return [];
    return [{ field, ours, theirs: `SHA-256 ${thumbprintOf(seen)}`, words: `${field} is another one` }];
  }
  if (!found?.info) return [{ field, ours, theirs: "not told", words: `the service does not tell its ${field}` }];
  const thumbprint = found.info.sha256Thumbprint.slice(0, 128);
  if (foldThumbprint(thumbprint) === thumbprintOf(wanted)) return [];
  const theirs = `SHA-256 ${foldThumbprint(thumbprint)}`;
  return [{ field, ours, theirs, words: `${field} is another one (SHA-256 ${thumbprint})` }];
}

const thumbprintOf = (der: Uint8Array): string => toHex(createHash("sha256").update(der).digest());

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
