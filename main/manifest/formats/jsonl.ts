import { leafCertificate } from "../leaf-certificate.ts";
import type { ManifestEntry } from "../manifest-entry.ts";
import type { ManifestFormat } from "./manifest-format.ts";

/** JSON Lines: each line an IndividualEnrollment (REST API 2021-10-01), with what the plant knows of the unit in `unit`. */
export const jsonlFormat: ManifestFormat = {
  extension: "jsonl",
  mediaType: "application/jsonl; charset=utf-8",
  begin: () => "",
  entry: (entry: ManifestEntry) => `${JSON.stringify(toDocument(entry))}\n`,
};

function toDocument(entry: ManifestEntry) {
  return {
    registrationId: entry.registrationId,
    deviceId: entry.deviceId,
    attestation: attestationOf(entry),
    ...(entry.provisioningStatus === null ? {} : { provisioningStatus: entry.provisioningStatus }),
    ...(entry.initialTwin === null ? {} : { initialTwin: entry.initialTwin }),
    unit: {
      serialNumber: entry.serialNumber,
      model: entry.model,
      lot: entry.lot,
      certificateChain: entry.certificateChain,
      certificateSha256: entry.certificateSha256,
      certificateSerialNumber: entry.certificateSerialNumber,
      certificateNotAfter: entry.certificateNotAfter,
      enrollment: entry.enrollment,
      service: entry.service,
      assignedHub: entry.assignedHub,
      provisionedAt: entry.provisionedAt,
      recipe: entry.recipe,
      recipeHash: entry.recipeHash,
      practice: entry.practice,
    },
  };
}

function attestationOf({ attestation, endorsementKey, certificateChain }: ManifestEntry) {
  if (attestation === "tpm") return { type: attestation, tpm: { endorsementKey } };
  const certificate = leafCertificate(certificateChain);
  return { type: attestation, x509: { clientCertificates: { primary: { certificate } } } };
}
