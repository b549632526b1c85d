import type { AttestationMechanism, IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { compareCertificates, certificateDer, decoded } from "../compare-certificates.ts";
import { differencesOf, isAttestation } from "../compare-enrollment.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import type { ChangeOrder } from "./change-outcome.ts";

export interface OwnEntry {
  /** As the records have it. */
  readonly recorded: IndividualEnrollment;
  /** As the service has it, with all that it hides and a replacement must send again. */
  readonly found: IndividualEnrollment;
  readonly etag: string;
}

/** Throws `enrollment.malformed-entry`. */
export function recordedEntry({ entry, registrationId }: ChangeOrder): IndividualEnrollment {
  const parsed = individualEnrollment.safeParse(entry);
  if (parsed.success) return parsed.data;
  throw enrollmentErrors.malformedEntry(`the recorded entry of "${registrationId}" does not fit`);
}

/**
 * The unit's own entry at the service, ready to be written back changed: PUT replaces the whole entry, and GET hides certificates and
 * keys (service API 2021-10-01). `undefined`: there is none. Throws `dps.*`, and `enrollment.conflict` for an entry that is another device's or
 * has what this station cannot send again.
 */
export async function readOwnEntry(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<OwnEntry | undefined> {
  const recorded = recordedEntry(order);
  const found = await service.getEnrollment(order.registrationId, { signal });
  if (found === undefined) return undefined;
  const others = differencesOf(withoutSecondary(recorded), found).filter(isAttestation);
  if (others.length > 0) throw anotherDevice(others.map(({ words }) => words).join("; "));
  const attestation = await wholeAttestation(service, { order, recorded, found }, signal);
  const { etag } = found;
  if (!etag) throw enrollmentErrors.conflict("the entry at the service has no etag: nothing may be written over it");
  return { recorded, found: { ...found, attestation }, etag };
}

/** The secondary certificate is what a rotation changes: it does not make the entry another device's. */
function withoutSecondary(entry: IndividualEnrollment): IndividualEnrollment {
  const { attestation } = entry;
  if (attestation.type !== "x509") return entry;
  const primary = attestation.x509?.clientCertificates?.primary;
  return { ...entry, attestation: { type: "x509", x509: { clientCertificates: { primary } } } };
}

const anotherDevice = (detail: string) => enrollmentErrors.conflict(`the entry at the service differs: ${detail}`);

interface Pair {
  readonly order: ChangeOrder;
  readonly recorded: IndividualEnrollment;
  readonly found: IndividualEnrollment;
}

async function wholeAttestation(
  service: ChangeableService,
  { order, recorded, found }: Pair,
  signal: AbortSignal,
): Promise<AttestationMechanism> {
  if (found.attestation.type === "x509") return wholeCertificates({ order, recorded, found });
  if (found.attestation.type !== "symmetricKey") return found.attestation;
  const told = await service.getAttestationMechanism?.(found.registrationId, { signal });
  // Whether an update without keys keeps the old ones nobody says: it is never tried.
  if (!told?.symmetricKey?.primaryKey || !told.symmetricKey.secondaryKey) {
    throw anotherDevice("the service does not tell its symmetric keys");
  }
  return told;
}

function wholeCertificates({ order, recorded, found }: Pair): AttestationMechanism {
  const ours = recorded.attestation.x509?.clientCertificates;
  const primary = { certificate: ours?.primary?.certificate };
  const there = found.attestation.x509?.clientCertificates?.secondary;
  if (!there) return { type: "x509", x509: { clientCertificates: { primary } } };
  const known = [ours?.secondary?.certificate, order.certificate, there.certificate].find((text) => {
    const der = decoded(text, certificateDer);
    return der !== undefined && compareCertificates(der, there).length === 0;
  });
  if (!known) throw anotherDevice("its secondary certificate is not of this station");
  return { type: "x509", x509: { clientCertificates: { primary, secondary: { certificate: known } } } };
}

/** What is sent: the etag goes into the header. */
export function asSent(entry: IndividualEnrollment): IndividualEnrollment {
  const { etag: _, ...sent } = entry;
  return sent;
}
