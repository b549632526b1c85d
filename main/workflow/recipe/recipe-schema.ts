import { z } from "zod";
import { groupMember, symmetricKeyAttestation, symmetricKeyGroupAttestation } from "./attestation-schema.ts";
import { consoleSchema } from "./console-schema.ts";
import { registrationWriteSchema } from "./registration-write-schema.ts";
import { smpSchema } from "./smp-schema.ts";
import { secretName } from "./secret-name.ts";

const text = z.string().trim().min(1).max(256);

const product = z.strictObject({
  model: text,
  /** Regular expression the unit's serial number must match in whole. */
  serialNumber: text.default("^[A-Za-z0-9._-]{1,64}$").refine(isPattern, "not a regular expression"),
});

const link = z
  .strictObject({
    driver: z.enum(["smp", "console"]),
    kind: z.enum(["serial", "tcp", "usb"]).default("serial"),
    baudRate: z.int().min(1200).max(12_000_000).default(115_200),
    match: z.strictObject({ vendorId: text.optional(), productId: text.optional() }).optional(),
  })
  .refine(({ driver, kind }) => driver === "smp" || kind !== "usb", {
    path: ["kind"],
    message: "a USB bulk pipe has no console: needs driver: smp",
  });

/** Handles of the storage hierarchy's owner, without those that field software looks for keys of its own at. */
const keyHandle = z
  .string({ error: 'a handle in quotes, like "0x81000101"' })
  .regex(/^0x81[0-7][0-9A-Fa-f]{5}$/, 'a persistent handle from "0x81000000" to "0x817fffff"')
  .refine((text) => !/^0x81(?:000001|000100|01[0-9A-Fa-f]{4})$/.test(text), "that handle is another key's place");

/** Names of secrets of the station (`touchmark secret set`), for a TPM whose hierarchies have passwords. */
const tpmPasswords = z
  .strictObject({ ownerAuthSecret: secretName.optional(), endorsementAuthSecret: secretName.optional() })
  .optional();

/** SHA-256 of a certificate in the trust store, or at least its first 16 digits; colons are left out. */
const fingerprint = z
  .string({ error: "a SHA-256 fingerprint in quotes, as touchmark trust list prints it" })
  .transform((given) => given.replaceAll(":", "").toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{16,64}$/, "a SHA-256 fingerprint, or its first 16 digits or more"));

const tpm = z.strictObject({
  type: z.literal("tpm"),
  endorsementKey: z
    .strictObject({
      certificate: z.enum(["required", "optional", "off"]).default("required"),
      activation: z.enum(["required", "off"]).default("required"),
      /** No default is written into these: a recipe that says nothing of them keeps its hash. */
      persist: z.boolean().optional(),
      /** The roots of the trust store that count for this product; left out: all. */
      trust: z.array(fingerprint).min(1).max(50).optional(),
    })
    .prefault({}),
  persistStorageRootKey: z.boolean().optional(),
  tpm: tpmPasswords,
});

const certified = {
  key: z
    .strictObject({
      algorithm: z.enum(["ec-p256", "rsa-2048"]).default("ec-p256"),
      where: z.enum(["device", "tpm", "station"]).default("device"),
      handle: keyHandle.optional(),
    })
    .prefault({}),
  persistStorageRootKey: z.boolean().optional(),
  tpm: tpmPasswords,
  certificate: z.strictObject({
    authority: text,
    validityDays: z.int().min(1).max(36_500).default(3650),
    subject: z.strictObject({ O: text.optional(), OU: text.optional() }).prefault({}),
  }),
};

const x509 = z.strictObject({ type: z.literal("x509"), ...certified });
const x509Group = z.strictObject({ type: z.literal("x509-group"), ...groupMember, ...certified });

const registration = z.strictObject({
  endpoint: z.string().regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, "host name, with a port if it is not 443"),
  idScope: z.string().regex(/^[A-Za-z0-9]{3,32}$/, "ID scope, like 0ne00000000"),
  /** For the console driver and `smp.identity`; devices with the identity group keep it their own way. */
  write: registrationWriteSchema.optional(),
});

const enrollment = z.strictObject({
  service: text,
  deviceId: text.default("{registrationId}"),
  provisioningStatus: z.enum(["enabled", "disabled"]).default("enabled"),
  reprovision: z.enum(["migrate", "reset", "never"]).default("migrate"),
  allocation: z.enum(["hashed", "geoLatency", "static"]).optional(),
  iotHubs: z.array(text).max(50).optional(),
  iotEdge: z.boolean().default(false),
  initialTwin: z
    .strictObject({
      tags: z.record(z.string(), z.json()).optional(),
      properties: z.strictObject({ desired: z.record(z.string(), z.json()).optional() }).optional(),
    })
    .optional(),
});

/** What to do to one product (design §7). Placeholders: `{ek}` `{serialNumber}` `{model}` `{lot}` `{registrationId}`. */
export const recipeSchema = z.strictObject({
  recipe: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens"),
  /** Left out: not said; what is not said takes pilot authorities. */
  stage: z.enum(["trial", "production"]).optional(),
  product,
  link,
  console: consoleSchema.optional(),
  smp: smpSchema.optional(),
  attestation: z.discriminatedUnion("type", [
    tpm,
    x509,
    x509Group,
    symmetricKeyAttestation,
    symmetricKeyGroupAttestation,
  ]),
  /** `{ek}` is the SDK default id: base32 of SHA-256 over the endorsement key (TPM only). */
  registrationId: text,
  registration,
  enrollment,
  /** Seconds from unit to unit that the line is planned for; left out: nobody said. */
  taktSeconds: z.number().positive().max(86_400).optional(),
  /** Left out: on, without being written, so that the recipe keeps its hash. */
  sanity: z.enum(["on", "off"]).optional(),
  /** Left out: nothing has to be verified before a lot is closed. */
  verify: z
    .strictObject({
      sample: z
        .strictObject({
          every: z.int().min(1).max(1_000_000).optional(),
          firstOfLot: z.boolean().optional(),
        })
        .refine(({ every, firstOfLot }) => every !== undefined || firstOfLot === true, "names no unit"),
    })
    .optional(),
  pass: z
    .strictObject({
      requires: z.enum(["recorded", "enrolled"]).default("recorded"),
      withinSeconds: z.int().min(1).max(600).default(30),
    })
    .prefault({}),
});

export type Recipe = z.infer<typeof recipeSchema>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
