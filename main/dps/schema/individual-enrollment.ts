import { z } from "zod";

/** DPS service API 2021-10-01, IndividualEnrollment; only the members Touchmark sends or reads. Unknown members are kept out of sight, not refused. */
const twinCollection = z.record(z.string(), z.json());

const certificateWithInfo = z.object({
  certificate: z.string().nullish(),
  info: z
    .object({
      subjectName: z.string(),
      sha1Thumbprint: z.string(),
      sha256Thumbprint: z.string(),
      issuerName: z.string(),
      notBeforeUtc: z.string(),
      notAfterUtc: z.string(),
      serialNumber: z.string(),
      version: z.number(),
    })
    .nullish(),
});

export const attestationMechanism = z.object({
  type: z.enum(["none", "tpm", "x509", "symmetricKey"]),
  tpm: z.object({ endorsementKey: z.string(), storageRootKey: z.string().nullish() }).nullish(),
  x509: z
    .object({
      clientCertificates: z
        .object({ primary: certificateWithInfo.nullish(), secondary: certificateWithInfo.nullish() })
        .nullish(),
      signingCertificates: z
        .object({ primary: certificateWithInfo.nullish(), secondary: certificateWithInfo.nullish() })
        .nullish(),
      caReferences: z.object({ primary: z.string().nullish(), secondary: z.string().nullish() }).nullish(),
    })
    .nullish(),
  symmetricKey: z.object({ primaryKey: z.string().nullish(), secondaryKey: z.string().nullish() }).nullish(),
});

export const registrationState = z.object({
  registrationId: z.string().nullish(),
  deviceId: z.string().nullish(),
  assignedHub: z.string().nullish(),
  status: z.enum(["unassigned", "assigning", "assigned", "failed", "disabled"]),
  substatus: z.string().nullish(),
  errorCode: z.number().nullish(),
  errorMessage: z.string().nullish(),
  createdDateTimeUtc: z.string().nullish(),
  lastUpdatedDateTimeUtc: z.string().nullish(),
  etag: z.string().nullish(),
});

export const individualEnrollment = z.object({
  registrationId: z.string(),
  deviceId: z.string().nullish(),
  registrationState: registrationState.nullish(),
  attestation: attestationMechanism,
  capabilities: z.object({ iotEdge: z.boolean() }).nullish(),
  /** The old single-hub member. */
  iotHubHostName: z.string().nullish(),
  optionalDeviceInformation: twinCollection.nullish(),
  initialTwin: z
    .object({ tags: twinCollection.nullish(), properties: z.object({ desired: twinCollection.nullish() }).nullish() })
    .nullish(),
  etag: z.string().nullish(),
  provisioningStatus: z.enum(["enabled", "disabled"]).nullish(),
  reprovisionPolicy: z.object({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }).nullish(),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).nullish(),
  iotHubs: z.array(z.string()).nullish(),
  customAllocationDefinition: z.object({ webhookUrl: z.string(), apiVersion: z.string() }).nullish(),
  createdDateTimeUtc: z.string().nullish(),
  lastUpdatedDateTimeUtc: z.string().nullish(),
});

export type CertificateWithInfo = z.infer<typeof certificateWithInfo>;
export type AttestationMechanism = z.infer<typeof attestationMechanism>;
export type RegistrationState = z.infer<typeof registrationState>;
export type IndividualEnrollment = z.infer<typeof individualEnrollment>;
