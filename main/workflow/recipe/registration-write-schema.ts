import { z } from "zod";
import { says } from "./recipe-fault.ts";

export const devicePath = z
  .string()
  .regex(/^(?:\/[^\p{Cc}/]+)+\/?$/u, says("path-form"))
  .max(250);
export const deviceOwner = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*(?::[A-Za-z0-9_][A-Za-z0-9_-]*)?$/, says("owner-form"));
const mode = z.string().regex(/^0?[0-7]{3}$/, says("mode-form"));

/** Zephyr's own limit is 31 characters; firmware may have raised it. */
export const settingName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/, says("settings-form"));

const file = {
  path: devicePath.meta({
    title: "File",
    description: "Path on the device. What else is in it stays, but with a template.",
  }),
  mode: mode
    .optional()
    .meta({ title: "File mode", description: "Octal digits in quotes, 640. Left out: as the file has it, else 600." }),
  owner: deviceOwner
    .optional()
    .meta({ title: "File owner", description: "user or user:group. Left out: as the file has it." }),
};

/** What the firmware reads its registration from: a file of a known form, a file as a template spells it, or settings. */
export const registrationWriteSchema = z.discriminatedUnion("as", [
  z.strictObject({
    as: z.enum(["aziot-config-toml", "json", "env"]).meta({
      title: "Written as",
      description:
        "What the firmware reads its registration from: IoT Edge’s config.toml, json, env, a template of yours, or Zephyr’s settings.",
    }),
    ...file,
  }),
  z.strictObject({
    as: z.literal("template"),
    ...file,
    text: z
      .string()
      .max(16_384)
      .regex(/\{registrationId\}/, says("no-registration-id"))
      .meta({
        title: "Template",
        description: "The whole file, with {registrationId}, and {endpoint} and {idScope} if you like.",
      }),
  }),
  z.strictObject({
    as: z.literal("settings"),
    keys: z.strictObject({
      endpoint: settingName
        .optional()
        .meta({ title: "Key: endpoint", description: "Settings key. Left out: the firmware knows it by itself." }),
      idScope: settingName
        .optional()
        .meta({ title: "Key: ID scope", description: "Settings key. Left out: the firmware knows it by itself." }),
      registrationId: settingName.meta({ title: "Key: registration id", description: "Settings key." }),
      attestation: settingName
        .optional()
        .meta({ title: "Key: attestation", description: "Settings key for the kind of attestation." }),
    }),
  }),
]);
