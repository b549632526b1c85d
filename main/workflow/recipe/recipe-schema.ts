import { z } from "zod";
import { groupMember, symmetricKeyAttestation, symmetricKeyGroupAttestation } from "./attestation-schema.ts";
import { consoleSchema } from "./console-schema.ts";
import { registrationWriteSchema } from "./registration-write-schema.ts";
import { smpSchema } from "./smp-schema.ts";
import { secretName } from "./secret-name.ts";
import { says } from "./recipe-fault.ts";

const text = z.string().trim().min(1).max(256);

const product = z.strictObject({
  model: text.meta({
    title: "Model",
    description: "The model the device must tell of itself. Another one is the wrong product in the slot.",
  }),
  /** Regular expression the unit's serial number must match in whole. */
  serialNumber: text.default("^[A-Za-z0-9._-]{1,64}$").refine(isPattern, says("pattern-form")).meta({
    title: "Serial number",
    description: "Regular expression that the whole serial number must match, such as GW2[0-9]{8}.",
  }),
});

const link = z
  .strictObject({
    driver: z.enum(["smp", "console"]).meta({
      title: "Driver",
      description: "smp: firmware with MCUmgr, such as Zephyr. console: a Linux shell on the serial line.",
    }),
    kind: z.enum(["serial", "tcp", "usb"]).default("serial").meta({
      title: "Wire",
      description:
        "What the device hangs on. usb, the bulk pipe, is for smp only. What is opened is the slot’s own port.",
    }),
    baudRate: z
      .int()
      .min(1200)
      .max(12_000_000)
      .default(115_200)
      .meta({ title: "Baud rate", description: "Bits per second of the serial line, always 8N1." }),
    match: z
      .strictObject({
        vendorId: text.optional().meta({
          title: "USB vendor",
          description: "Four hexadecimal digits. A slot leaves a device of another vendor alone.",
        }),
        productId: text
          .optional()
          .meta({ title: "USB product", description: "Four hexadecimal digits. A slot leaves another product alone." }),
      })
      .optional(),
  })
  .refine(({ driver, kind }) => driver === "smp" || kind !== "usb", {
    path: ["kind"],
    message: says("usb-console"),
  });

/** Handles of the storage hierarchy's owner, without those that field software looks for keys of its own at. */
const keyHandle = z
  .string({ error: says("handle-quotes") })
  .regex(/^0x81[0-7][0-9A-Fa-f]{5}$/, says("handle-form"))
  .refine((text) => !/^0x81(?:000001|000100|01[0-9A-Fa-f]{4})$/.test(text), says("handle-taken"));

/** Names of secrets of the station (`touchmark secret set`), for a TPM whose hierarchies have passwords. */
const tpmPasswords = z
  .strictObject({
    ownerAuthSecret: secretName.optional().meta({
      title: "Owner password",
      description:
        "Name of the secret with the TPM’s owner password (touchmark secret set), never the password. Left out: empty.",
    }),
    endorsementAuthSecret: secretName.optional().meta({
      title: "Endorsement password",
      description: "Name of the secret with the TPM’s endorsement password. Left out: empty.",
    }),
  })
  .optional();

/** SHA-256 of a certificate in the trust store, or at least its first 16 digits; colons are left out. */
const fingerprint = z
  .string({ error: says("fingerprint-quotes") })
  .transform((given) => given.replaceAll(":", "").toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{16,64}$/, says("fingerprint-form")));

const storageRootKey = z.boolean().optional().meta({
  title: "Keep the SRK",
  description: "Keeps the RSA 2048 storage root key at 0x81000001 if nothing is there.",
});

const tpm = z.strictObject({
  type: z.literal("tpm").meta({
    title: "Proves itself by",
    description:
      "tpm: its endorsement key. x509: a certificate of its own. symmetric-key: a key shared with the service. -group: let in by an enrollment group.",
  }),
  endorsementKey: z
    .strictObject({
      certificate: z.enum(["required", "optional", "off"]).default("required").meta({
        title: "EK certificate",
        description:
          "required: a unit without a certificate of a trusted TPM maker fails. optional: the verdict is kept. off: not looked at.",
      }),
      activation: z.enum(["required", "off"]).default("required").meta({
        title: "Proof of the key",
        description: "required: credential activation proves that the key is in this very TPM. off: it is believed.",
      }),
      /** No default is written into these: a recipe that says nothing of them keeps its hash. */
      persist: z.boolean().optional().meta({
        title: "Keep the EK",
        description:
          "Keeps the proven key at 0x81010001 if nothing is there, so that field software finds this very key. Needs the proof.",
      }),
      /** The roots of the trust store that count for this product; left out: all. */
      trust: z.array(fingerprint).min(1).max(50).optional().meta({
        title: "TPM makers",
        description:
          "SHA-256 fingerprints, or their first 16 digits, of the roots that count for this product. Left out: all of TPM vendors.",
      }),
    })
    .prefault({}),
  persistStorageRootKey: storageRootKey,
  tpm: tpmPasswords,
});

const certified = {
  key: z
    .strictObject({
      algorithm: z
        .enum(["ec-p256", "rsa-2048"])
        .default("ec-p256")
        .meta({ title: "Key", description: "Kind of key that is made for the device." }),
      where: z.enum(["device", "tpm", "station"]).default("device").meta({
        title: "Made where",
        description:
          "device or tpm: the key never leaves it. station: for stock firmware that can only take one; it crosses the cable.",
      }),
      handle: keyHandle.optional().meta({
        title: "Key handle",
        description: "Persistent handle of the key in the TPM, in quotes. Left out: 0x81000101.",
      }),
    })
    .prefault({}),
  persistStorageRootKey: storageRootKey,
  tpm: tpmPasswords,
  certificate: z.strictObject({
    authority: text.meta({
      title: "Authority",
      description: "Name of the certificate authority that signs, as this station has it.",
    }),
    validityDays: z
      .int()
      .min(1)
      .max(36_500)
      .default(3650)
      .meta({ title: "Valid for days", description: "1 to 36500, never beyond the authority’s own end." }),
    subject: z
      .strictObject({
        O: text.optional().meta({
          title: "Organisation",
          description: "O of the certificate’s subject. The common name is always the registration id.",
        }),
        OU: text.optional().meta({ title: "Organisational unit", description: "OU of the certificate’s subject." }),
      })
      .prefault({}),
  }),
};

const x509 = z.strictObject({ type: z.literal("x509"), ...certified });
const x509Group = z.strictObject({ type: z.literal("x509-group"), ...groupMember, ...certified });

const registration = z.strictObject({
  endpoint: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, says("host-form"))
    .meta({
      title: "Endpoint",
      description: "Host the device registers at, with a port if it is not 443. Written into the device.",
    }),
  idScope: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, says("id-scope-form"))
    .meta({
      title: "ID scope",
      description: "Of the provisioning service, like 0ne00000000. Written into the device.",
    }),
  /** For the console driver and `smp.identity`; devices with the identity group keep it their own way. */
  write: registrationWriteSchema.optional(),
});

const enrollment = z.strictObject({
  service: text.meta({
    title: "Service",
    description: "Name of the provisioning service that gets the entry, as this station has it.",
  }),
  deviceId: text.default("{registrationId}").meta({
    title: "Device id",
    description: "Template of the name at the hub: {serialNumber} {model} {lot} {registrationId}.",
  }),
  provisioningStatus: z
    .enum(["enabled", "disabled"])
    .default("enabled")
    .meta({ title: "Entry", description: "enabled, or disabled until somebody releases the entry at the service." }),
  reprovision: z.enum(["migrate", "reset", "never"]).default("migrate").meta({
    title: "Registering again",
    description: "migrate: its data go to the new hub. reset: starts from the initial twin. never: keeps the hub.",
  }),
  allocation: z
    .enum(["hashed", "geoLatency", "static"])
    .optional()
    .meta({ title: "Allocation", description: "How the hub is chosen. Left out: the service’s own policy." }),
  iotHubs: z.array(text).max(50).optional().meta({
    title: "Hubs",
    description:
      "Host names of the hubs to choose from, one a line, at most 50. With a group: the only ones it may have.",
  }),
  iotEdge: z
    .boolean()
    .default(false)
    .meta({ title: "IoT Edge", description: "Whether the device is an IoT Edge device." }),
  initialTwin: z
    .strictObject({
      tags: z
        .record(z.string(), z.json())
        .optional()
        .meta({ title: "Twin tags", description: "Any JSON or YAML; placeholders in texts are filled in." }),
      properties: z
        .strictObject({
          desired: z.record(z.string(), z.json()).optional().meta({
            title: "Desired properties",
            description: "Any JSON or YAML; placeholders in texts are filled in.",
          }),
        })
        .optional(),
    })
    .optional(),
});

/** What to do to one product. Placeholders: `{ek}` `{serialNumber}` `{model}` `{lot}` `{registrationId}`. */
export const recipeSchema = z.strictObject({
  recipe: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, says("name-form"))
    .meta({ title: "Name", description: "Of the recipe: lower-case letters, digits and hyphens." }),
  /** Left out: not said; what is not said takes pilot authorities. */
  stage: z.enum(["trial", "production"]).optional().meta({
    title: "Stage",
    description: "production: pilot authorities are refused. Say so in every recipe whose units leave the plant.",
  }),
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
  registrationId: text.meta({
    title: "Registration id",
    description:
      "Template: {serialNumber}, for a TPM also {ek}, the field software’s own id. Must differ for every unit.",
  }),
  registration,
  enrollment,
  /** Seconds from unit to unit that the line is planned for; left out: nobody said. */
  taktSeconds: z
    .number()
    .positive()
    .max(86_400)
    .optional()
    .meta({ title: "Takt", description: "Seconds from unit to unit that the line is planned for." }),
  /** Left out: on, without being written, so that the recipe keeps its hash. */
  sanity: z.enum(["on", "off"]).optional().meta({
    title: "Sanity",
    description: "on unless it is off: placeholders and made-up serial numbers are refused.",
  }),
  /** Left out: nothing has to be verified before a lot is closed. */
  verify: z
    .strictObject({
      sample: z
        .strictObject({
          every: z
            .int()
            .min(1)
            .max(1_000_000)
            .optional()
            .meta({ title: "Every n-th unit", description: "Has to be verified before the lot is closed." }),
          firstOfLot: z
            .boolean()
            .optional()
            .meta({ title: "The first unit", description: "So has the first of each lot." }),
        })
        .refine(({ every, firstOfLot }) => every !== undefined || firstOfLot === true, says("no-unit")),
    })
    .optional(),
  /** Left out: what the station itself is set to print, if anything. */
  label: z
    .strictObject({
      template: z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, says("name-form"))
        .meta({
          title: "Label",
          description: "Name of a label in Set-up, printed when a unit passes for the first time.",
        }),
      printer: text.optional().meta({ title: "Printer", description: "Its name in Set-up. Left out: the first one." }),
      copies: z.int().min(1).max(10).optional().meta({ title: "Copies", description: "Of each unit’s label." }),
      scanBack: z.boolean().optional().meta({
        title: "Scan back",
        description: "The slot waits until a code on the printed label was scanned and is this unit’s.",
      }),
    })
    .optional(),
  pass: z
    .strictObject({
      requires: z.enum(["recorded", "enrolled"]).default("recorded").meta({
        title: "PASS waits for",
        description: "recorded: identity and queued entry are on the disk. enrolled: the service has the entry.",
      }),
      withinSeconds: z.int().min(1).max(600).default(30).meta({
        title: "Within seconds",
        description: "With enrolled: then the unit fails; its entry stays in the queue.",
      }),
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
