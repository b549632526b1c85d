import { fromBase64 } from "../../base/bytes/base64.ts";
import { toPem } from "../../base/bytes/pem.ts";
import type { AttestationMechanism, CertificateWithInfo } from "../../dps/schema/individual-enrollment.ts";
import { certificateDer, compareCertificates, decoded } from "../compare-certificates.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ChangeableService } from "../enrollment-service.ts";
import type { ChangeOrder, ChangeOutcome } from "./change-outcome.ts";
import { asSent, type OwnEntry, readOwnEntry, recordedEntry } from "./own-entry.ts";

/**
 * Puts the new certificate beside the one in use: the service takes both until the new one is promoted, so the device may change when
 * it can (the service's manual). Another one that lay there in reserve is replaced.
 */
export async function rotateCertificate(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const der = decoded(order.certificate, fromBase64);
  if (der === undefined) throw enrollmentErrors.notPossible("rotate: no certificate was given");
  const own = await ownX509(service, order, signal);
  const { primary, secondary } = own.found.attestation.x509?.clientCertificates ?? {};
  const isThere = compareCertificates(der, secondary).length === 0;
  const certificates = { primary, secondary: { certificate: toPem("CERTIFICATE", der) } };
  return write(service, { own, isThere, attestation: withCertificates(certificates) }, signal);
}

/** The certificate in reserve becomes the only one; the old one opens nothing any more. */
export async function promoteCertificate(
  service: ChangeableService,
  order: ChangeOrder,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const recorded = recordedEntry(order);
  const reserve = recorded.attestation.x509?.clientCertificates?.secondary;
  const der = decoded(reserve?.certificate, certificateDer);
  if (der === undefined || !reserve) {
    throw enrollmentErrors.notPossible("promote: no certificate is in reserve; rotate first");
  }
  const attestation = withCertificates({ primary: reserve });
  const found = await service.getEnrollment(order.registrationId, { signal });
  // After a promotion whose answer was lost, the entry is the new certificate's already.
  const isThere = compareCertificates(der, found?.attestation.x509?.clientCertificates?.primary).length === 0;
  const own = await ownX509(service, isThere ? { ...order, entry: { ...recorded, attestation } } : order, signal);
  return write(service, { own, isThere, attestation }, signal);
}

async function ownX509(service: ChangeableService, order: ChangeOrder, signal: AbortSignal): Promise<OwnEntry> {
  const { type } = recordedEntry(order).attestation;
  if (type !== "x509") throw enrollmentErrors.notPossible(`${order.act}: the unit proves itself by ${type}`);
  const own = await readOwnEntry(service, order, signal);
  if (own === undefined) throw enrollmentErrors.gone(`no entry "${order.registrationId}" at "${order.service}"`);
  return own;
}

const withCertificates = (clientCertificates: {
  readonly primary?: CertificateWithInfo | null | undefined;
  readonly secondary?: CertificateWithInfo | null | undefined;
}): AttestationMechanism => ({ type: "x509", x509: { clientCertificates } });

interface Rolled {
  readonly own: OwnEntry;
  readonly isThere: boolean;
  readonly attestation: AttestationMechanism;
}

async function write(
  service: ChangeableService,
  { own, isThere, attestation }: Rolled,
  signal: AbortSignal,
): Promise<ChangeOutcome> {
  const entry = { ...own.recorded, attestation };
  if (isThere) return { kind: "done", entry, etag: own.etag };
  const { etag } = await service.putEnrollment({ ...asSent(own.found), attestation }, { ifMatch: own.etag, signal });
  return { kind: "done", entry, etag: etag ?? null };
}
