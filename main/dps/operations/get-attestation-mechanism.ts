import { type AttestationMechanism, attestationMechanism } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { unlessAbsent } from "./absent.ts";

/** POST `/enrollments/{registrationId}/attestationmechanism`: the only way to read symmetric keys; the answer is a secret. */
export function getAttestationMechanism(
  call: ServiceCaller,
  registrationId: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<AttestationMechanism | undefined> {
  return unlessAbsent(async () => {
    const path = ["enrollments", registrationId, "attestationmechanism"];
    const answer = await call({ method: "POST", path, repetition: "always", signal: options.signal });
    return parseAnswer(attestationMechanism, answer, "attestation mechanism");
  });
}
