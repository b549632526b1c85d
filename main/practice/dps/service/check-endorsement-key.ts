import { refusals } from "../server/service-refusal.ts";

/** Size, algorithms, attributes, policy and parameters of the one template the field uses: the first 60 of 316 bytes. */
const templateStart =
  "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa00060080004300100800000000000100";
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Refuses with 400004 what is not Base64 of a 316-byte TPM2B_PUBLIC of an RSA-2048 endorsement key. How much of this the real
 * service checks at enrollment is UNCONFIRMED; it refuses all of it at registration at the latest.
 */
export function checkEndorsementKey(text: string): void {
  const bytes = base64.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
  const top = bytes[60] ?? 0;
  const last = bytes[315] ?? 0;
  const wellFormed =
    bytes.length === 316 && bytes.subarray(0, 60).toString("hex") === templateStart && top >= 0x80 && last % 2 === 1;
  if (!wellFormed) throw refusals.endorsementKey();
}
