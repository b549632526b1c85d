import { proveEndorsementKey } from "../../tpm/endorsement-key/prove-endorsement-key.ts";
import { need, type Step } from "./step.ts";

/** Proves that the private half of the endorsement key is in this device's TPM (TPM 2.0 Part 1, clause 24: credential protection). */
export const activateCredential: Step = {
  id: "activate-credential",
  // Two RSA keys at worst, the endorsement key and what the credential is bound to.
  timeoutMs: 420_000,
  async run({ findings, signal }) {
    await proveEndorsementKey(need(findings, "tpm"), need(findings, "endorsementKey"), signal);
    return { measurements: { proven: true } };
  },
};
