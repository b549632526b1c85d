import { z } from "zod";

export const devicePath = z
  .string()
  .regex(/^\/(?:[^\p{Cc}/]+\/?)+$/u, "a path from the root, like /etc/aziot/config.toml")
  .max(250);
export const deviceOwner = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*(?::[A-Za-z0-9_][A-Za-z0-9_-]*)?$/, "a user, or user:group");
const mode = z.string().regex(/^0?[0-7]{3}$/, 'octal digits in quotes, like "640"');

/** Zephyr's own limit is 31 characters; firmware may have raised it. */
export const settingName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/, "a settings key, like prov/host");

const file = { path: devicePath, mode: mode.optional(), owner: deviceOwner.optional() };

/** What the firmware reads its registration from: a file of a known form, a file as a template spells it, or settings. */
export const registrationWriteSchema = z.discriminatedUnion("as", [
  z.strictObject({ as: z.enum(["aziot-config-toml", "json", "env"]), ...file }),
  z.strictObject({
    as: z.literal("template"),
    ...file,
    text: z
      .string()
      .max(16_384)
      .regex(/\{registrationId\}/, "must hold {registrationId}: it differs for every unit"),
  }),
  z.strictObject({
    as: z.literal("settings"),
    keys: z.strictObject({
      endpoint: settingName.optional(),
      idScope: settingName.optional(),
      registrationId: settingName,
      attestation: settingName.optional(),
    }),
  }),
]);
