import { baseErrors } from "../../base/errors/base-errors.ts";
import { persistEndorsementKey } from "../../tpm/endorsement-key/persist-endorsement-key.ts";
import { persistStorageRootKey } from "../../tpm/storage-root-key/persist-storage-root-key.ts";
import { need, type Step } from "./step.ts";

/** Keeps the proven endorsement key, and the storage root key, where field software looks for them; what is there is left alone. */
export const persistKeys: Step = {
  id: "persist-keys",
  timeoutMs: 420_000,
  async run({ order, findings, signal }) {
    const { attestation } = order.recipe.recipe;
    if (attestation.type !== "tpm") throw baseErrors.defect("persist-keys belongs to TPM recipes");
    const tpm = need(findings, "tpm");
    const measurements: Record<string, string> = {};
    if (attestation.endorsementKey.persist === true) {
      measurements["endorsementKey"] = await persistEndorsementKey(tpm, need(findings, "endorsementKey"), signal);
    }
    if (attestation.persistStorageRootKey === true) {
      measurements["storageRootKey"] = await persistStorageRootKey(tpm, signal);
    }
    return { measurements };
  },
};
