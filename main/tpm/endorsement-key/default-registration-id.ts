import { createHash } from "node:crypto";
import { base32nopad } from "@scure/base";

/**
 * The registration id the DPS SDKs derive from an EK (tpm_device_provision.c): lower-case Base32 (RFC 4648 §6) without padding of
 * SHA-256 over the TPM2B_PUBLIC with its two bytes of size. 52 characters.
 */
export function defaultRegistrationId(publicArea: Uint8Array): string {
  return base32nopad.encode(createHash("sha256").update(publicArea).digest()).toLowerCase();
}
