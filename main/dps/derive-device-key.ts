import { createHmac } from "node:crypto";
import { utf8 } from "../base/bytes/bytes.ts";
import { fromBase64 } from "../base/bytes/base64.ts";
import { dpsErrors } from "./dps-errors.ts";

/**
 * The 32-byte key of one device of a symmetric-key group: HMAC-SHA256 by the group's key over the registration id exactly as
 * typed (case counts here, although the service compares ids without it). The device gets this one, never the group's.
 */
export function deriveDeviceKey(groupKey: Uint8Array, registrationId: string): Uint8Array {
  return new Uint8Array(createHmac("sha256", groupKey).update(utf8(registrationId)).digest());
}

/** A symmetric key as the service takes it: Base64 of 16 to 64 bytes; anything else throws `dps.symmetric-key`. */
export function decodeSymmetricKey(text: string): Uint8Array {
  let key: Uint8Array;
  try {
    key = fromBase64(text.trim());
  } catch {
    // The cause might quote the key.
    throw dpsErrors.symmetricKey("not standard Base64");
  }
  if (key.length < 16 || key.length > 64) throw dpsErrors.symmetricKey(`${key.length} bytes, not 16 to 64`);
  return key;
}
