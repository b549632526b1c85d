import { z } from "zod";
import { dpsErrors } from "../dps-errors.ts";
import { trackingIdOf } from "../http/strange-answer.ts";
import type { IndividualEnrollment } from "../schema/individual-enrollment.ts";
import { parseAnswer, type ServiceCaller } from "../service-caller.ts";
import { withoutServiceFields } from "./put-individual-enrollment.ts";

export type BulkMode = "create" | "update" | "updateIfMatchETag" | "delete";

/** BulkEnrollmentOperationResult. */
const bulkResult = z.object({
  isSuccessful: z.boolean(),
  errors: z
    .array(z.object({ registrationId: z.string(), errorCode: z.int(), errorStatus: z.string() }))
    .nullish()
    .transform((errors) => errors ?? []),
});

export interface BulkResult extends z.infer<typeof bulkResult> {
  /** Of the whole call; items have none of their own. */
  readonly trackingId?: string | undefined;
}

/** The service takes no more than this in one call. */
export const maximumBulkEntries = 10;

/**
 * POST `/enrollments`: up to ten entries in one call. Not atomic, and HTTP 200 is no success: look into `errors` (an item
 * there with code 200 is fine). One registration id twice fails the whole call with `dps.rejected`.
 */
export async function bulkIndividualEnrollments(
  call: ServiceCaller,
  mode: BulkMode,
  entries: readonly IndividualEnrollment[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<BulkResult> {
  if (entries.length === 0 || entries.length > maximumBulkEntries) {
    throw dpsErrors.rejected(`bulk takes 1 to ${maximumBulkEntries} entries, not ${entries.length}`);
  }
  const answer = await call({
    method: "POST",
    path: ["enrollments"],
    body: { enrollments: entries.map(withoutServiceFields), mode },
    repetition: "if-not-acted",
    signal: options.signal,
  });
  return { ...parseAnswer(bulkResult, answer, "bulk result"), trackingId: trackingIdOf(answer.headers) };
}
