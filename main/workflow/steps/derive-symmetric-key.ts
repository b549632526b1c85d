import { baseErrors } from "../../base/errors/base-errors.ts";
import { deriveDeviceKey } from "../../dps/derive-device-key.ts";
import { symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { claimIdentity } from "./claim-identity.ts";
import { sha256Hex } from "./make-key.ts";
import { nameUnit } from "./name-unit.ts";
import type { Step } from "./step.ts";

/** The unit's key by its group's: the same every time, so nothing of it is kept. */
export const deriveSymmetricKey: Step = {
  id: "make-key",
  timeoutMs: 30_000,
  async run(context) {
    const { order, plant, session } = context;
    const { attestation } = order.recipe.recipe;
    if (attestation.type !== "symmetric-key-group") throw baseErrors.defect("keys are derived for groups only");
    symmetricKeyOf(session);
    const names = nameUnit(context);
    const groupKey = await plant.symmetricKeys.groupKey(attestation.masterKeySecret);
    const symmetricKey = deriveDeviceKey(groupKey, names.registrationId);
    const publicKeySha256 = sha256Hex(symmetricKey);
    await claimIdentity(context, { attestation: "symmetric-key", ...names, endorsementKey: null, publicKeySha256 });
    return {
      findings: { symmetricKey, facts: {}, ...names },
      measurements: { ...names, key: "derived", group: attestation.group },
    };
  },
};
