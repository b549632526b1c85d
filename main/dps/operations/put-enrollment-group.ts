import { type EnrollmentGroup, enrollmentGroup } from "../schema/enrollment-group.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { type PutOptions, withoutServiceFields } from "./put-individual-enrollment.ts";

/**
 * PUT `/enrollmentGroups/{enrollmentGroupId}`: creates, or replaces whole if `ifMatch` is given. Symmetric keys left out are made
 * by the service. Throws `dps.exists`, `dps.etag`, `dps.rejected` and what any call can.
 */
export async function putEnrollmentGroup(
  call: ServiceCaller,
  group: EnrollmentGroup,
  options: PutOptions = {},
): Promise<EnrollmentGroup> {
  const answer = await call({
    method: "PUT",
    path: ["enrollmentGroups", group.enrollmentGroupId],
    body: withoutServiceFields(group),
    headers: options.ifMatch === undefined ? {} : { "If-Match": options.ifMatch },
    repetition: options.ifMatch === undefined ? "always" : "if-not-acted",
    signal: options.signal,
  });
  return parseAnswer(enrollmentGroup, answer, "enrollment group");
}
