import { leafCertificate } from "../leaf-certificate.ts";
import type { ManifestEntry } from "../manifest-entry.ts";

/** A column of the CSV: its name, and the value it shows of an entry; null is an empty cell. */
export interface CsvColumn {
  readonly name: string;
  readonly value: (entry: ManifestEntry) => string | null;
}

/** Names of IndividualEnrollment in the REST API 2021-10-01 where it has one; the order is fixed, new columns come last. */
export const csvColumns: readonly CsvColumn[] = [
  { name: "registrationId", value: (entry) => entry.registrationId },
  { name: "deviceId", value: (entry) => entry.deviceId },
  { name: "attestation.type", value: (entry) => entry.attestation },
  { name: "attestation.tpm.endorsementKey", value: (entry) => entry.endorsementKey },
  {
    name: "attestation.x509.clientCertificates.primary.certificate",
    value: (entry) => leafCertificate(entry.certificateChain),
  },
  { name: "provisioningStatus", value: (entry) => entry.provisioningStatus },
  { name: "initialTwin", value: ({ initialTwin }) => (initialTwin === null ? null : JSON.stringify(initialTwin)) },
  { name: "serialNumber", value: (entry) => entry.serialNumber },
  { name: "model", value: (entry) => entry.model },
  { name: "lot", value: (entry) => entry.lot },
  { name: "certificateChain", value: (entry) => entry.certificateChain },
  { name: "certificateSha256", value: (entry) => entry.certificateSha256 },
  { name: "certificateSerialNumber", value: (entry) => entry.certificateSerialNumber },
  { name: "certificateNotAfter", value: (entry) => entry.certificateNotAfter },
  { name: "enrollment", value: (entry) => entry.enrollment },
  { name: "service", value: (entry) => entry.service },
  { name: "assignedHub", value: (entry) => entry.assignedHub },
  { name: "provisionedAt", value: (entry) => entry.provisionedAt },
  { name: "recipe", value: (entry) => entry.recipe },
  { name: "recipeHash", value: (entry) => entry.recipeHash },
  { name: "practice", value: (entry) => String(entry.practice) },
  {
    name: "enrollmentSettings",
    value: ({ enrollmentSettings }) => (enrollmentSettings === null ? null : JSON.stringify(enrollmentSettings)),
  },
  { name: "enrollmentGroup", value: (entry) => entry.enrollmentGroup ?? null },
];
