import { isAbsent } from "../../dps/operations/absent.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import { differencesOf, isAttestation } from "../compare-enrollment.ts";
import { recordedEntry } from "./own-entry.ts";

/** Deletes the entry if it is this unit's, and is done if there is none. The device in its hub stays (service API 2021-10-01). */
export async function deleteEntry(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const done = { kind: "done", etag: null, deleted: true } as const;
  const found = await service.getEnrollment(order.registrationId, { signal });
  if (found === undefined) return done;
  const others = differencesOf(recordedEntry(order), found).filter(
    (difference) => isAttestation(difference) && difference.field !== "secondary certificate",
  );
  if (others.length > 0) {
    throw enrollmentErrors.conflict(
      `nothing is deleted, it is another device's: ${others.map(({ words }) => words).join("; ")}`,
    );
  }
  const ifMatch = found.etag ? { ifMatch: found.etag } : {};
  try {
    await service.deleteEnrollment(order.registrationId, { ...ifMatch, signal });
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  return done;
}
