import { createHmac, randomBytes } from "node:crypto";
import { concatBytes, equalBytes, utf8 } from "../../base/bytes/bytes.ts";
import type { DeviceSession, DeviceSymmetricKey } from "../../device/device-session.ts";
import { unitErrors } from "../unit-errors.ts";

/** Throws `unit.missing-capability`. */
export function symmetricKeyOf(session: DeviceSession): DeviceSymmetricKey {
  if (session.symmetricKey === undefined) throw unitErrors.missingCapability("device takes no symmetric key");
  return session.symmetricKey;
}

/** Throws `unit.key-not-proven` unless the device makes the HMAC over a nonce of ours that the key makes. */
export async function challengeSymmetricKey(
  device: DeviceSymmetricKey,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  // The prefix keeps an answer made here from meaning anything anywhere else: a token's text to sign is never one of these.
  const nonce = concatBytes(utf8("touchmark key proof\0"), randomBytes(32));
  const expected = createHmac("sha256", key).update(nonce).digest();
  if (!equalBytes(await device.prove(nonce, signal), expected))
    throw unitErrors.keyNotProven("HMAC over our nonce is not by the key that was written");
}
