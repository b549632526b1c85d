import { symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { need, type Step } from "./step.ts";

/** Puts the symmetric key into the device; from here on it can only be proven. */
export const writeSymmetricKey: Step = {
  id: "write-key",
  timeoutMs: 30_000,
  async run({ session, findings, signal }) {
    const key = need(findings, "symmetricKey");
    await symmetricKeyOf(session).write(key, signal);
    return { measurements: { bytes: key.length } };
  },
};
