import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import { ownerName } from "../state/practice-store.ts";
import type { StoredCertificate, StoredSlots } from "../state/stored-enrollment.ts";
import { withoutNothing } from "./accept-terms.ts";
import { readCertificate } from "./read-certificate.ts";

const certificate = z.object({ certificate: z.string().max(32_768).nullish() });

export const slotsInput = z.object({ primary: certificate, secondary: certificate.nullish() });

/** Who the certificates are for: the entry or group itself may keep its own. */
export interface CertificateOwner {
  readonly kind: "enrollment" | "group";
  readonly id: string;
}

/** Reads both certificates and refuses one that another entry has. */
export function acceptCertificates(
  service: PracticeService,
  owner: CertificateOwner,
  given: z.infer<typeof slotsInput>,
  kept: StoredSlots | undefined,
): StoredSlots {
  const primary = acceptCertificate(given.primary.certificate, kept?.primary);
  if (primary === undefined) throw refusals.badRequest("Invalid certificate");
  const secondary = given.secondary && acceptCertificate(given.secondary.certificate, kept?.secondary);
  refuseReuse(service, owner, secondary ? [primary, secondary] : [primary]);
  return { primary, ...withoutNothing({ secondary }) };
}

/** UNCONFIRMED: a replacement that names a slot without its certificate (GET never shows it) keeps the one that is there. */
function acceptCertificate(
  text: string | null | undefined,
  kept: StoredCertificate | undefined,
): StoredCertificate | undefined {
  return typeof text === "string" ? readCertificate(text) : kept;
}

/** A certificate may be in one entry only (the service's concepts text); the code it answers with is UNCONFIRMED. */
function refuseReuse(service: PracticeService, owner: CertificateOwner, wanted: readonly StoredCertificate[]): void {
  const name = ownerName(owner.kind, owner.id);
  if (wanted.some((one) => service.store.isCertificateTaken(one.certificate, name))) {
    throw refusals.badRequest("Certificate is already used by another enrollment.");
  }
}
