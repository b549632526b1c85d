import type { StationError } from "../../base/errors/station-error.ts";
import type { CertificateAuthority } from "../../pki/authority/certificate-authority.ts";
import type { CertifiedAttestation } from "../recipe/recipe-attestation.ts";
import { unitErrors } from "../unit-errors.ts";
import { sha256Hex } from "./make-key.ts";
import { need, type StepContext } from "./step.ts";

/**
 * For an authority whose key is elsewhere: the request is kept, on the disk, until its certificate is brought. The answer is why the
 * unit is set aside meanwhile. Throws `records.duplicate-key`.
 */
export async function awaitCertificate(
  { order, plant, findings }: StepContext,
  { certificate }: CertifiedAttestation,
  authority: CertificateAuthority,
): Promise<StationError> {
  const registrationId = need(findings, "registrationId");
  await plant.records.certificateRequests.keep({
    runId: order.runId,
    unit: need(findings, "serialNumber"),
    authority: certificate.authority,
    registrationId,
    publicKeySha256: sha256Hex(need(findings, "publicKey")),
    request: need(findings, "certificateRequest"),
    validityDays: certificate.validityDays,
    subject: certificate.subject,
  });
  return unitErrors.awaitingCertificate(
    `request of ${registrationId} waits for authority "${authority.name}"; see: touchmark ca requests export`,
  );
}
