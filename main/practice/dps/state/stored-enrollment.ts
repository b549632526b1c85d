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

const slots = z.object({ primary: storedCertificate, secondary: storedCertificate.optional() });

const symmetricKeys = z.object({
  type: z.literal("symmetricKey"),
  symmetricKey: z.object({ primaryKey: z.string(), secondaryKey: z.string() }),
});

const attestation = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("tpm"),
    tpm: z.object({ endorsementKey: z.string(), storageRootKey: z.string().optional() }),
  }),
  z.object({
    type: z.literal("x509"),
    x509: z.object({ clientCertificates: slots }),
  }),
  symmetricKeys,
]);

/** Its own signing certificates, or names of the instance's CA certificates. */
const groupAttestation = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("x509"),
    x509: z.union([
      z.object({ signingCertificates: slots }),
      z.object({ caReferences: z.object({ primary: z.string(), secondary: z.string().optional() }) }),
    ]),
  }),
  symmetricKeys,
]);

/** What entries and groups have in common. */
const terms = z.object({
  capabilities: z.object({ iotEdge: z.boolean() }),
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

/** An individual enrollment as the practice service keeps it: nothing hidden, defaults filled. */
export const storedEnrollment = terms.extend({
  registrationId: z.string(),
  deviceId: z.string().optional(),
  attestation,
  optionalDeviceInformation: json.optional(),
});

/** An enrollment group as the practice service keeps it. */
export const storedGroup = terms.extend({ enrollmentGroupId: z.string(), attestation: groupAttestation });

/** What became of a device's last registration. */
export const storedRegistration = z.object({
  registrationId: z.string(),
  /** The group it came in by; not shown. */
  enrollmentGroupId: z.string().optional(),
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
export type StoredSlots = z.infer<typeof slots>;
export type StoredSymmetricKeys = z.infer<typeof symmetricKeys>;
export type StoredTerms = z.infer<typeof terms>;
export type StoredGroupAttestation = z.infer<typeof groupAttestation>;
export type StoredGroup = z.infer<typeof storedGroup>;
export type StoredAttestation = z.infer<typeof attestation>;
export type StoredEnrollment = z.infer<typeof storedEnrollment>;
export type StoredRegistration = z.infer<typeof storedRegistration>;
