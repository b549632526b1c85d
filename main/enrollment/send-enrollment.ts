import { isStationError } from "../base/errors/station-error.ts";
import { type IndividualEnrollment, individualEnrollment } from "../dps/schema/individual-enrollment.ts";
import { differencesOf } from "./compare-enrollment.ts";
import type { Difference } from "./difference.ts";
import { enrollmentErrors } from "./enrollment-errors.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import type { SeenConflict } from "./enrollment-store.ts";

export type SendResult =
  | { readonly state: "enrolled"; readonly etag: string | null }
  | ({ readonly state: "conflict" } & SeenConflict);

/**
 * Brings one recorded entry to the service. Safe to repeat after any end, known or unknown: PUT without If-Match never
 * overwrites (409201), and what is there already is read and compared. Throws `dps.*` and `enrollment.*`.
 */
export async function sendEnrollment(
  service: EnrollmentService,
  recorded: unknown,
  signal: AbortSignal,
): Promise<SendResult> {
  const asked = parseEntry(recorded);
  try {
    const { etag } = await service.putEnrollment(asked, { signal });
    return { state: "enrolled", etag: etag ?? null };
  } catch (error) {
    if (!isStationError(error, "dps.exists")) throw error;
    return compareWithService(service, asked, signal);
  }
}

/** What became of an entry that exists already. Throws `dps.*`, `enrollment.changing`. */
export async function compareWithService(
  service: EnrollmentService,
  asked: IndividualEnrollment,
  signal: AbortSignal,
): Promise<SendResult> {
  const found = await service.getEnrollment(asked.registrationId, { signal });
  if (found === undefined) {
    throw enrollmentErrors.changing(`entry ${asked.registrationId} exists for PUT and does not for GET`);
  }
  const differences = differencesOf(asked, await withKeysSeen(service, found, signal));
  const etag = found.etag ?? null;
  return differences.length === 0 ? { state: "enrolled", etag } : conflictOf(differences, etag);
}

/** The conflict as it is kept. */
export function conflictOf(
  differences: readonly Difference[],
  theirEtag: string | null,
): SeenConflict & { readonly state: "conflict" } {
  const words = differences.map((difference) => difference.words).join("; ");
  const { code, detail } = enrollmentErrors.conflict(`the entry at the service differs: ${words}`);
  const shown = differences.map(({ field, ours, theirs }) => ({ field, ours, theirs }));
  return { state: "conflict", code, detail, differences: shown, theirEtag };
}

/** The service hides symmetric keys but where it is asked for them; they stay in memory. */
export async function withKeysSeen(
  service: EnrollmentService,
  found: IndividualEnrollment,
  signal: AbortSignal,
): Promise<IndividualEnrollment> {
  if (found.attestation.type !== "symmetricKey") return found;
  const attestation = await service.getAttestationMechanism?.(found.registrationId, { signal });
  return attestation === undefined ? found : { ...found, attestation };
}

/** Throws `enrollment.malformed-entry`; also for a symmetric key that is not there, for which the service would make another. */
export function parseEntry(recorded: unknown): IndividualEnrollment {
  const result = individualEnrollment.safeParse(recorded);
  if (result.success) {
    const { type, symmetricKey } = result.data.attestation;
    if (type === "symmetricKey" && !symmetricKey?.primaryKey)
      throw enrollmentErrors.malformedEntry("the symmetric key of the recorded entry is gone");
    return result.data;
  }
  const where = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw enrollmentErrors.malformedEntry(`the recorded entry does not fit: ${where}`);
}
