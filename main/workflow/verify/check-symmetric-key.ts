import { deriveDeviceKey } from "../../dps/derive-device-key.ts";
import { pairOf, sealName } from "../../enrollment/symmetric-key-pair.ts";
import { challengeSymmetricKey, symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { sha256Hex } from "../steps/make-key.ts";
import { unitErrors } from "../unit-errors.ts";
import type { Check, CheckContext } from "./check.ts";

interface FoundKey {
  readonly key: Uint8Array;
  readonly from: string;
}

/** The device proves the recorded key: derived from its group's, still waiting sealed, or as the service tells it. */
export const checkSymmetricKey: Check = {
  id: "symmetric-key",
  timeoutMs: 60_000,
  expected: () => "the recorded key, proven",
  async run(context) {
    const { key, from } = await findKey(context);
    if (sha256Hex(key) !== context.expected.identity.publicKeySha256)
      throw unitErrors.differs(`key ${from} is not the recorded one`);
    await challengeSymmetricKey(symmetricKeyOf(context.session), key, context.signal);
    return `recorded key, ${from}, proven`;
  },
};

async function findKey({ plant, expected, signal }: CheckContext): Promise<FoundKey> {
  const { recipe, identity } = expected;
  const { attestation, enrollment } = recipe;
  const { registrationId } = identity;
  if (attestation.type === "symmetric-key-group") {
    const groupKey = await plant.symmetricKeys.groupKey(attestation.masterKeySecret);
    return { key: deriveDeviceKey(groupKey, registrationId), from: `derived for group ${attestation.group}` };
  }
  const waiting = await plant.records.symmetricKeys.find(registrationId);
  if (waiting !== undefined) {
    const joined = await plant.symmetricKeys.open(sealName(registrationId), waiting.sealed);
    return { key: pairOf(joined).primary, from: "waiting for its service" };
  }
  const key = await plant.symmetricKeys.atService(enrollment.service, registrationId, signal);
  if (key === undefined) throw unitErrors.notEnrolled(`service has no key for ${registrationId}`);
  return { key, from: `as "${enrollment.service}" has it` };
}
