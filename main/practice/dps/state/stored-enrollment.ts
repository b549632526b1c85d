import { z } from "zod";

const json = z.record(z.string(), z.json());

const certificateInfo = z.object({
  subjectName: z.string(),
  sha1Thumbprint: z.string(),
  sha256Thumbprint: z.string(),
  issuerName: z.string(),
  notBeforeUtc: z.string(),
  notAfterUtc: z.string(),
  serialNumber: z.string(),
  version: z.number(),
});

/** A certificate of an entry: `certificate` is kept as Base64 of its DER. */
const storedCertificate = z.object({ certificate: z.string(), info: certificateInfo });

const attestation = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("tpm"),
    tpm: z.object({ endorsementKey: z.string(), storageRootKey: z.string().optional() }),
  }),
  z.object({
    type: z.literal("x509"),
    x509: z.object({
      clientCertificates: z.object({ primary: storedCertificate, secondary: storedCertificate.optional() }),
    }),
  }),
  z.object({
    type: z.literal("symmetricKey"),
    symmetricKey: z.object({ primaryKey: z.string(), secondaryKey: z.string() }),
  }),
]);

/** An individual enrollment as the practice service keeps it: nothing hidden, defaults filled. */
export const storedEnrollment = z.object({
  registrationId: z.string(),
  deviceId: z.string().optional(),
  attestation,
  capabilities: z.object({ iotEdge: z.boolean() }),
  optionalDeviceInformation: json.optional(),
  initialTwin: json.optional(),
  etag: z.string(),
  provisioningStatus: z.enum(["enabled", "disabled"]),
  reprovisionPolicy: z.object({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).optional(),
  iotHubs: z.array(z.string()).optional(),
  customAllocationDefinition: json.optional(),
  createdDateTimeUtc: z.string(),
  lastUpdatedDateTimeUtc: z.string(),
});

/** What became of a device's last registration. */
export const storedRegistration = z.object({
  registrationId: z.string(),
  createdDateTimeUtc: z.string(),
  assignedHub: z.string().optional(),
  deviceId: z.string().optional(),
  status: z.enum(["assigned", "failed"]),
  substatus: z.string().optional(),
  errorCode: z.number().optional(),
  errorMessage: z.string().optional(),
  lastUpdatedDateTimeUtc: z.string(),
  etag: z.string(),
  payload: z.json().optional(),
});

export type StoredCertificate = z.infer<typeof storedCertificate>;
export type StoredAttestation = z.infer<typeof attestation>;
export type StoredEnrollment = z.infer<typeof storedEnrollment>;
export type StoredRegistration = z.infer<typeof storedRegistration>;
