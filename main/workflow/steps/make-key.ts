import { createHash } from "node:crypto";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { unitKeys } from "../keys/unit-keys.ts";
import { isCertified } from "../recipe/recipe-attestation.ts";
import { claimIdentity } from "./claim-identity.ts";
import { nameUnit } from "./name-unit.ts";
import type { Step } from "./step.ts";

export const sha256Hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Has the device make its key, or keep the one it has, and makes sure that this unit may have it. A key from the station goes into it last. */
export const makeKey: Step = {
  id: "make-key",
  // A slow TPM looks for the primes of two RSA keys: the storage root key's and this one's.
  timeoutMs: 300_000,
  async run(context) {
    const { order, plant, session, signal } = context;
    const { attestation } = order.recipe.recipe;
    if (!isCertified(attestation)) throw baseErrors.defect("make-key belongs to X.509 recipes");
    const { keys, describe, keep } = unitKeys(order.recipe.recipe, session, plant);
    const publicKey = await keys.generate(attestation.key.algorithm, signal);
    const publicKeySha256 = sha256Hex(publicKey);
    const names = nameUnit(context);
    await claimIdentity(context, { attestation: "x509", ...names, endorsementKey: null, publicKeySha256 });
    const written = await keep?.(signal);
    const { facts, measurements } = await describe(signal);
    return {
      findings: { keys, publicKey, facts, ...names },
      measurements: {
        ...names,
        algorithm: attestation.key.algorithm,
        publicKeySha256,
        ...measurements,
        ...(written !== undefined && { written }),
      },
    };
  },
};
