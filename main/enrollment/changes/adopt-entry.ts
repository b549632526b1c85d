import type { IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { differencesOf, isAttestation } from "../compare-enrollment.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import { conflictOf, withKeysSeen } from "../send-enrollment.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import { recordedEntry } from "./own-entry.ts";

/**
 * Takes the entry at the service for what was wanted, if it is the one a person looked at and the unit's device can prove itself to
 * it. Changes nothing at the service. Throws `enrollment.gone`, `enrollment.not-possible`.
 */
export async function adoptEntry(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const recorded = recordedEntry(order);
  const found = await service.getEnrollment(order.registrationId, { signal });
  if (found === undefined) throw enrollmentErrors.gone(`no entry "${order.registrationId}" at "${order.service}"`);
  const differences = differencesOf(recorded, await withKeysSeen(service, found, signal));
  const etag = found.etag ?? null;
  if (differences.length > 0 && etag !== order.expectedEtag) {
    return { kind: "conflict", ...conflictOf(differences, etag) };
  }
  const others = differences.filter(isAttestation);
  if (others.length > 0) {
    throw enrollmentErrors.notPossible(`the unit cannot use it: ${others.map(({ words }) => words).join("; ")}`);
  }
  return { kind: "done", enrolled: true, etag, entry: adopted(recorded, found) };
}

/** Theirs in everything but what the device proves itself with, which is the same, and hidden in theirs. */
function adopted(recorded: IndividualEnrollment, found: IndividualEnrollment): IndividualEnrollment {
  const { etag: _1, registrationState: _2, createdDateTimeUtc: _3, lastUpdatedDateTimeUtc: _4, ...theirs } = found;
  const { type } = recorded.attestation;
  return {
    ...theirs,
    registrationId: recorded.registrationId,
    deviceId: found.deviceId ?? found.registrationId,
    attestation: type === "symmetricKey" ? { type } : recorded.attestation,
  };
}
