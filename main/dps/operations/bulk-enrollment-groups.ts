import { z } from "zod";
import { dpsErrors } from "../dps-errors.ts";
import { trackingIdOf } from "../http/strange-answer.ts";
import type { EnrollmentGroup } from "../schema/enrollment-group.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { type BulkMode, maximumBulkEntries } from "./bulk-individual-enrollments.ts";
import { withoutServiceFields } from "./put-individual-enrollment.ts";

/** BulkEnrollmentGroupOperationResult. */
const bulkGroupResult = z.object({
  isSuccessful: z.boolean(),
  errors: z
    .array(z.object({ enrollmentGroupId: z.string(), errorCode: z.int(), errorStatus: z.string() }))
    .nullish()
    .transform((errors) => errors ?? []),
});

export interface BulkGroupResult extends z.infer<typeof bulkGroupResult> {
  /** Of the whole call; items have none of their own. */
  readonly trackingId?: string | undefined;
}

/** POST `/enrollmentGroups`: up to ten groups in one call. Not atomic, and HTTP 200 is no success: look into `errors`. */
export async function bulkEnrollmentGroups(
  call: ServiceCaller,
  mode: BulkMode,
  groups: readonly EnrollmentGroup[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<BulkGroupResult> {
  if (groups.length === 0 || groups.length > maximumBulkEntries) {
    throw dpsErrors.rejected(`bulk takes 1 to ${maximumBulkEntries} groups, not ${groups.length}`);
  }
  const answer = await call({
    method: "POST",
    path: ["enrollmentGroups"],
    body: { enrollmentGroups: groups.map(withoutServiceFields), mode },
    repetition: "if-not-acted",
    signal: options.signal,
  });
  return { ...parseAnswer(bulkGroupResult, answer, "bulk result"), trackingId: trackingIdOf(answer.headers) };
}
