import { createHash } from "node:crypto";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { nameIdentity } from "../recipe/name-identity.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

export const sha256Hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Has the device make its key, or keep the one it has, and makes sure no other unit has it. */
export const makeKey: Step = {
  id: "make-key",
  timeoutMs: 120_000,
  async run({ order, plant, session, findings, signal }) {
    const { attestation, product } = order.recipe.recipe;
    if (attestation.type !== "x509") throw baseErrors.defect("make-key belongs to X.509 recipes");
    if (session.keys === undefined) throw unitErrors.missingCapability("device offers no keys");
    const serialNumber = need(findings, "serialNumber");
    const publicKey = await session.keys.generate(attestation.key.algorithm, signal);
    const publicKeySha256 = sha256Hex(publicKey);
    const owner = await plant.records.identities.findByPublicKey(publicKeySha256);
    if (owner !== undefined && owner.unit !== serialNumber) {
      throw unitErrors.knownKey(`public key of ${serialNumber} is already that of unit ${owner.unit}`);
    }
    const names = nameIdentity(order.recipe.recipe, { serialNumber, model: product.model, lot: order.lot });
    return {
      findings: { publicKey, ...names },
      measurements: { ...names, algorithm: attestation.key.algorithm, publicKeySha256 },
    };
  },
};
