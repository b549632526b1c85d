import { leafCertificate } from "../leaf-certificate.ts";
import type { ManifestEntry } from "../manifest-entry.ts";

/** The entry as the provisioning service takes it: IndividualEnrollment of the REST API 2021-10-01. */
export function individualEnrollment(entry: ManifestEntry) {
  return {
    registrationId: entry.registrationId,
    deviceId: entry.deviceId,
    attestation: attestationOf(entry),
    ...(entry.provisioningStatus === null ? {} : { provisioningStatus: entry.provisioningStatus }),
    ...(entry.initialTwin === null ? {} : { initialTwin: entry.initialTwin }),
    ...entry.enrollmentSettings,
  };
}

function attestationOf({ attestation, endorsementKey, certificateChain }: ManifestEntry) {
  if (attestation === "tpm") return { type: attestation, tpm: { endorsementKey } };
  // As the service itself shows such an entry: the type, never a key.
  if (attestation === "symmetric-key") return { type: "symmetricKey" as const };
  const certificate = leafCertificate(certificateChain);
  return { type: attestation, x509: { clientCertificates: { primary: { certificate } } } };
}
