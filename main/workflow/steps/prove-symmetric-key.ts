import { challengeSymmetricKey, symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { need, type Step } from "./step.ts";

/** Has the device answer a fresh nonce by the key it holds. */
export const proveSymmetricKey: Step = {
  id: "prove-key",
  timeoutMs: 60_000,
  async run({ session, findings, signal }) {
    await challengeSymmetricKey(symmetricKeyOf(session), need(findings, "symmetricKey"), signal);
    return { measurements: { proven: true } };
  },
};
