import { type IndividualEnrollment, individualEnrollment } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { unlessAbsent } from "./absent.ts";

/** GET `/enrollments/{registrationId}`: `undefined` if the service says there is none. Symmetric keys and certificates are not in it. */
export function getIndividualEnrollment(
  call: ServiceCaller,
  registrationId: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<IndividualEnrollment | undefined> {
  return unlessAbsent(async () => {
    const path = ["enrollments", registrationId];
    const answer = await call({ method: "GET", path, repetition: "always", signal: options.signal });
    return parseAnswer(individualEnrollment, answer, "enrollment");
  });
}
