import { readDerElement } from "../../base/bytes/der.ts";

const sequence = 0x30;
/** TCG_TAG_PCCLIENT_STORED_CERT and, for a whole certificate, TCG_TAG_PCCLIENT_FULL_CERT (TCG PC Client Specific Implementation Specification 1.21, clause 7.4). */
const storedTag = [0x10, 0x01] as const;
const fullTag = [0x10, 0x02] as const;

/** What stands before a certificate in the manner of TPM 1.2, which some makers kept: tag, kind, length, and a second tag. */
export function unwrapStoredCertificate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== storedTag[0] || bytes[1] !== storedTag[1]) return bytes;
  const length = (bytes[3] ?? 0) * 256 + (bytes[4] ?? 0);
  const body = bytes.slice(5, 5 + length);
  return body[0] === fullTag[0] && body[1] === fullTag[1] ? body.slice(2) : body;
}

/**
 * The certificate alone, of the contents of an NV index, which are larger: padding after it and a TPM 1.2 header before it are left
 * out. The bytes as they are if there is no certificate in them.
 */
export function trimToCertificate(bytes: Uint8Array): Uint8Array {
  const unwrapped = unwrapStoredCertificate(bytes);
  if (unwrapped[0] !== sequence) return bytes;
  try {
    return unwrapped.slice(0, readDerElement(unwrapped).end);
  } catch {
    return bytes;
  }
}
