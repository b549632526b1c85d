import { deriveDeviceKey } from "../../dps/derive-device-key.ts";
import { pairOf, sealName } from "../../enrollment/symmetric-key-pair.ts";
import { challengeSymmetricKey, symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { sha256Hex } from "../steps/make-key.ts";
import type { Check, CheckContext } from "./check.ts";
import { type Finding, finding } from "./finding.ts";

interface FoundKey {
  readonly key: Uint8Array;
  /** What is said of it once it is proven. */
  readonly proven: Finding;
}

/** The device proves the recorded key: derived from its group's, still waiting sealed, or as the service tells it. */
export const checkSymmetricKey: Check = {
  id: "symmetric-key",
  timeoutMs: 60_000,
  expected: () => finding("key-proven"),
  async run(context) {
    const { identity } = context.expected;
    const found = await findKey(context);
    if (found === undefined) return finding("key-missing", identity.registrationId);
    if (sha256Hex(found.key) !== identity.publicKeySha256) return finding("key-other");
    await challengeSymmetricKey(symmetricKeyOf(context.session), found.key, context.signal);
    return found.proven;
  },
};

async function findKey({ plant, expected, signal }: CheckContext): Promise<FoundKey | undefined> {
  const { recipe, identity } = expected;
  const { attestation, enrollment } = recipe;
  const { registrationId } = identity;
  if (attestation.type === "symmetric-key-group") {
    const groupKey = await plant.symmetricKeys.groupKey(attestation.masterKeySecret);
    return { key: deriveDeviceKey(groupKey, registrationId), proven: finding("key-of-group", attestation.group) };
  }
  const waiting = await plant.records.symmetricKeys.find(registrationId);
  if (waiting !== undefined) {
    const joined = await plant.symmetricKeys.open(sealName(registrationId), waiting.sealed);
    return { key: pairOf(joined).primary, proven: finding("key-waiting") };
  }
  const key = await plant.symmetricKeys.atService(enrollment.service, registrationId, signal);
  return key === undefined ? undefined : { key, proven: finding("key-at-service", enrollment.service) };
}
