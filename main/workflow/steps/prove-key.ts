import { randomBytes } from "node:crypto";
import { concatBytes, utf8 } from "../../base/bytes/bytes.ts";
import type { DeviceKeys } from "../../device/device-session.ts";
import { verifySignature } from "../../pki/verify-signature.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

/** Has the device sign a fresh nonce: the key of the certificate is in this very device. One that only holds a key is compared. */
export const proveKey: Step = {
  id: "prove-key",
  timeoutMs: 60_000,
  async run({ findings, signal }) {
    const keys = need(findings, "keys");
    await challengeKey(keys, need(findings, "publicKey"), signal);
    return { measurements: { proven: true, by: keys.proof ?? "signature" } };
  },
};

/** Throws `unit.key-not-proven` unless the device signs a nonce of ours with the private half of `publicKey` (SPKI). */
export async function challengeKey(keys: DeviceKeys, publicKey: Uint8Array, signal: AbortSignal): Promise<void> {
  // The prefix keeps a signature made here from meaning anything anywhere else.
  const nonce = concatBytes(utf8("touchmark key proof\0"), randomBytes(32));
  const signature = await keys.sign(nonce, signal);
  if (!verifySignature(publicKey, nonce, signature))
    throw unitErrors.keyNotProven("signature over our nonce does not verify");
}
