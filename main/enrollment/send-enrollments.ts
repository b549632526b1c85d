import { asStationError } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import { DpsError } from "../dps/dps-error.ts";
import { describeBulkItem } from "../dps/http/refusal.ts";
import type { BulkResult } from "../dps/operations/bulk-individual-enrollments.ts";
import type { IndividualEnrollment } from "../dps/schema/individual-enrollment.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import { judgeFailure } from "./judge-failure.ts";
import { compareWithService, parseEntry, type SendResult, sendEnrollment } from "./send-enrollment.ts";

/** One entry's own end: a StationError is what its single call would have thrown. */
export type GroupOutcome = SendResult | StationError;

/**
 * Brings up to ten recorded entries to the service in one bulk call that creates and never overwrites; the outcomes are in the order
 * of the entries. As safe to repeat as a single one: what is there already is read and compared. A call refused as a whole is made
 * again entry by entry, so that one bad entry does not hold up nine. Throws what leaves all of them undecided: `dps.*`.
 */
export async function sendEnrollments(
  service: EnrollmentService,
  recorded: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly GroupOutcome[]> {
  const parsed = recorded.map(parsedOrError);
  const sent: IndividualEnrollment[] = [];
  for (const entry of parsed) if ("registrationId" in entry && !includesId(sent, entry)) sent.push(entry);
  const result = sent.length < 2 ? "one-by-one" : await callBulk(service, sent, signal);
  const outcomes: GroupOutcome[] = [];
  for (const entry of parsed) {
    if (!("registrationId" in entry)) outcomes.push(entry);
    else if (result === "one-by-one" || !sent.includes(entry)) {
      outcomes.push(await endOf(() => sendEnrollment(service, entry, signal)));
    } else outcomes.push(await endOf(() => judgeItem(service, entry, result, signal)));
  }
  return outcomes;
}

const includesId = (entries: readonly IndividualEnrollment[], { registrationId }: IndividualEnrollment): boolean =>
  entries.some((entry) => sameId(entry.registrationId, registrationId));

const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function parsedOrError(recorded: unknown): IndividualEnrollment | StationError {
  try {
    return parseEntry(recorded);
  } catch (error) {
    return asStationError(error);
  }
}

async function endOf(task: () => Promise<SendResult>): Promise<GroupOutcome> {
  try {
    return await task();
  } catch (error) {
    return asStationError(error);
  }
}

async function callBulk(
  service: EnrollmentService,
  entries: readonly IndividualEnrollment[],
  signal: AbortSignal,
): Promise<BulkResult | "one-by-one"> {
  if (service.bulkEnrollments === undefined) return "one-by-one";
  try {
    const result = await service.bulkEnrollments("create", entries, { signal });
    const told = entries.some(({ registrationId }) =>
      result.errors.some((item) => sameId(item.registrationId, registrationId)),
    );
    if (result.isSuccessful || told) return result;
    throw new DpsError("malformed", "bulk: not successful, and no entry is named", { mayHaveActed: true });
  } catch (error) {
    const { kind } = judgeFailure(asStationError(error));
    if (kind === "rejected" || kind === "conflict") return "one-by-one";
    throw error;
  }
}

async function judgeItem(
  service: EnrollmentService,
  entry: IndividualEnrollment,
  { errors, trackingId }: BulkResult,
  signal: AbortSignal,
): Promise<SendResult> {
  const item = errors.find(({ registrationId }) => sameId(registrationId, entry.registrationId));
  const failure = item === undefined ? undefined : describeBulkItem(item.errorCode, item.errorStatus, trackingId);
  // The answer to a bulk call does not tell etags.
  if (failure === undefined) return { state: "enrolled", etag: null };
  if (failure.reason !== "exists") throw failure;
  return compareWithService(service, entry, signal);
}
