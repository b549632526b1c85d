import { differencesOf } from "../compare-enrollment.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import { conflictOf, parseEntry, sendEnrollment, withKeysSeen } from "../send-enrollment.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";

/**
 * Writes the unit's entry over the one a person looked at, and over no other: if it changed since, that is a new conflict. If there is
 * none any more, ours is created.
 */
export async function replaceEntry(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const asked = parseEntry(order.entry);
  const found = await service.getEnrollment(order.registrationId, { signal });
  if (found === undefined) {
    const sent = await sendEnrollment(service, asked, signal);
    return sent.state === "enrolled"
      ? { kind: "done", enrolled: true, etag: sent.etag }
      : { kind: "conflict", ...sent };
  }
  const differences = differencesOf(asked, await withKeysSeen(service, found, signal));
  const etag = found.etag ?? null;
  if (differences.length === 0) return { kind: "done", enrolled: true, etag };
  if (etag === null || etag !== order.expectedEtag) return { kind: "conflict", ...conflictOf(differences, etag) };
  const written = await service.putEnrollment(asked, { ifMatch: etag, signal });
  return { kind: "done", enrolled: true, etag: written.etag ?? null };
}
