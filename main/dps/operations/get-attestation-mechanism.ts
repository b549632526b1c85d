import { type AttestationMechanism, attestationMechanism } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { unlessAbsent } from "./absent.ts";

/**
 * POST `/enrollments/{id}/attestationmechanism`, or the same of a group: the only way to read symmetric keys; the answer is a
 * secret. `undefined` if the service says there is none.
 */
export function getAttestationMechanism(
  call: ServiceCaller,
  [kind, id]: readonly ["enrollments" | "enrollmentGroups", string],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<AttestationMechanism | undefined> {
  return unlessAbsent(async () => {
    const path = [kind, id, "attestationmechanism"];
    const answer = await call({ method: "POST", path, repetition: "always", signal: options.signal });
    return parseAnswer(attestationMechanism, answer, "attestation mechanism");
  });
}
