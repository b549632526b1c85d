import { type EnrollmentGroup, enrollmentGroup } from "../schema/enrollment-group.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { unlessAbsent } from "./absent.ts";

/** GET `/enrollmentGroups/{enrollmentGroupId}`: `undefined` if the service says there is none. Symmetric keys are not in it. */
export function getEnrollmentGroup(
  call: ServiceCaller,
  enrollmentGroupId: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<EnrollmentGroup | undefined> {
  return unlessAbsent(async () => {
    const path = ["enrollmentGroups", enrollmentGroupId];
    const answer = await call({ method: "GET", path, repetition: "always", signal: options.signal });
    return parseAnswer(enrollmentGroup, answer, "enrollment group");
  });
}
