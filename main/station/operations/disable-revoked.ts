import { equalBytes } from "../../base/bytes/bytes.ts";
import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { readCertificateFile } from "../../pki/pem.ts";
import type { AnnouncedCertificate } from "../../records/certificates.ts";
import type { Workshop } from "../workshop.ts";

/**
 * What becomes of the enrollment by which a revoked certificate opens the service, which looks at no list. `disabling`: wanted, the queue brings it
 * there. `by-hand`: it is a group's, in conflict, refused, or takes another certificate as well, so a person has to decide. `none`: there is none.
 */
export type RevokedEnrollment = "disabling" | "by-hand" | "none";

export interface RevokingParts extends Pick<Workshop, "records"> {
  readonly queue: Pick<Workshop["queue"], "wake">;
}

export interface WantedDisabling {
  readonly enrollment: RevokedEnrollment;
  /** The change of the entry; null where none was wanted. */
  readonly change: number | null;
}

/** Journals that the entry is to be disabled, if it takes this certificate and no other. May be repeated. */
export async function disableRevoked(
  { records, queue }: RevokingParts,
  device: AnnouncedCertificate,
  reason: string,
): Promise<WantedDisabling> {
  const { registrationId } = device;
  const stored = await records.enrollments.get(registrationId);
  if (stored === undefined) return { enrollment: await withoutEntry(records, device), change: null };
  const taken = certificatesOf(individualEnrollment.parse(stored.entry));
  const leaf = (await records.certificates.get(device))?.chain[0] ?? new Uint8Array();
  if (stored.deletedAt !== null || !taken.some((der) => equalBytes(der, leaf)))
    return { enrollment: "none", change: null };
  const isSettled = stored.state === "queued" || stored.state === "enrolled";
  if (!isSettled || taken.length > 1) return { enrollment: "by-hand", change: null };
  const author = records.audit.author.operator ?? "whoever revoked it";
  const change = await records.enrollmentChanges.intend({ registrationId, act: "disable", reason, author });
  queue.wake();
  return { enrollment: "disabling", change };
}

/** Whether the certificate is the one a unit of a group is on record with. */
async function withoutEntry(records: Workshop["records"], device: AnnouncedCertificate): Promise<RevokedEnrollment> {
  const identity = await records.identities.findByUnit(device.unit);
  const isIts =
    identity?.certificateSerialNumber === device.serialNumber && identity.certificateAuthority === device.authority;
  return isIts && identity.enrollmentGroup !== null ? "by-hand" : "none";
}

function certificatesOf({ attestation }: IndividualEnrollment): readonly Uint8Array[] {
  const { primary, secondary } = attestation.x509?.clientCertificates ?? {};
  return [primary, secondary].flatMap((each) => readCertificateFile(Buffer.from(each?.certificate ?? "")));
}
