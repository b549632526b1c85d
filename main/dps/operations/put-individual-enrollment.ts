import { type IndividualEnrollment, individualEnrollment } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";

export interface PutOptions {
  /** Replace the entry with this etag (`*`: any). Left out: create, and `dps.exists` if there is one. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * PUT `/enrollments/{registrationId}`: creates, or replaces whole if `ifMatch` is given. Fields only the service sets are
 * left out of what is sent. Throws `dps.exists`, `dps.etag`, `dps.rejected` and what any call can.
 */
export async function putIndividualEnrollment(
  call: ServiceCaller,
  entry: IndividualEnrollment,
  options: PutOptions = {},
): Promise<IndividualEnrollment> {
  const answer = await call({
    method: "PUT",
    path: ["enrollments", entry.registrationId],
    body: withoutServiceFields(entry),
    headers: options.ifMatch === undefined ? {} : { "If-Match": options.ifMatch },
    repetition: options.ifMatch === undefined ? "always" : "if-not-acted",
    signal: options.signal,
  });
  return parseAnswer(individualEnrollment, answer, "enrollment");
}

/** An entry or group as it may be sent: what the service itself sets, and members that are null, are gone. */
export function withoutServiceFields(entry: Partial<IndividualEnrollment>): object {
  const { registrationState: _1, createdDateTimeUtc: _2, lastUpdatedDateTimeUtc: _3, ...sent } = entry;
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null && value !== undefined));
}
