import { z } from "zod";

const twinCollection = z.record(z.string(), z.json());
const text = z.string().min(1);
const hex = z.string().regex(/^[0-9a-f]+$/);

const enrollmentSettings = z.strictObject({
  capabilities: z.strictObject({ iotEdge: z.boolean() }).optional(),
  reprovisionPolicy: z.strictObject({ updateHubAssignment: z.boolean(), migrateDeviceData: z.boolean() }).optional(),
  allocationPolicy: z.enum(["hashed", "geoLatency", "static", "custom"]).optional(),
  iotHubs: z.array(text).optional(),
});

/** One device of a manifest. Nothing secret has a place here; members of the service's REST API keep their names and meaning. */
export const manifestEntry = z.strictObject({
  registrationId: text,
  deviceId: text,
  serialNumber: text,
  model: text,
  lot: text,
  /** What the device proves itself with; a symmetric key is never told. */
  attestation: z.enum(["tpm", "x509", "symmetric-key"]),
  /** Base64 TPM2B_PUBLIC. */
  endorsementKey: z.base64().min(4).nullable(),
  /** PEM, the device's own certificate first. */
  certificateChain: text.nullable(),
  /** SHA-256 of the device certificate (DER). */
  certificateSha256: hex.nullable(),
  certificateSerialNumber: hex.nullable(),
  certificateNotAfter: z.iso.datetime().nullable(),
  /** group: `enrollmentGroup` stands for an entry of its own. */
  enrollment: z.enum(["queued", "enrolled", "conflict", "rejected", "group"]).nullable(),
  enrollmentGroup: text.optional(),
  /** Name of the provisioning service in the plant's set-up. */
  service: text.nullable(),
  provisioningStatus: z.enum(["enabled", "disabled"]).nullable(),
  initialTwin: z
    .strictObject({
      tags: twinCollection.optional(),
      properties: z.strictObject({ desired: twinCollection.optional() }).optional(),
    })
    .nullable(),
  /** What else the entry at the service says, under the service's own names; null for a unit without one. */
  enrollmentSettings: enrollmentSettings.nullable(),
  /** Hub the device registered at, as far as the service said. */
  assignedHub: text.nullable(),
  provisionedAt: z.iso.datetime(),
  recipe: text,
  /** SHA-256 of the recipe's canonical form. */
  recipeHash: hex,
  practice: z.boolean(),
});

export type ManifestEntry = Readonly<z.infer<typeof manifestEntry>>;
