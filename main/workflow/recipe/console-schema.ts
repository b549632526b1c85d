import { z } from "zod";
import { deviceOwner as owner, devicePath as path } from "./registration-write-schema.ts";
import { secretName } from "./secret-name.ts";
import { type Fault, recipeRemark, says } from "./recipe-fault.ts";
/** How to get along with a Linux device at its serial console. What is left out, the device is not asked for. */
export const consoleSchema = z.strictObject({
  login: z
    .strictObject({
      user: z
        .string()
        .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, says("user-form"))
        .meta({
          title: "Log-in",
          description: "Who logs in where the device asks. Left out: a shell is there already.",
        }),
      /** Name of a secret of the station (`touchmark secret set`), never the password itself. */
      passwordSecret: secretName.optional().meta({
        title: "Log-in password",
        description: "Name of the secret (touchmark secret set), never the password.",
      }),
    })
    .optional(),
  becomeRoot: z
    .enum(["none", "sudo", "su"])
    .default("none")
    .meta({ title: "Become root", description: "If the user is not root already: sudo, or su with root’s password." }),
  /** Left out: the password of the log-in, which is what sudo asks for. */
  sudoPasswordSecret: secretName.optional().meta({
    title: "sudo password",
    description: "Name of the secret that sudo asks for. Left out: the log-in’s own.",
  }),
  /** Root's. */
  suPasswordSecret: secretName
    .optional()
    .meta({ title: "Root’s password", description: "Name of the secret; su needs it." }),
  tpm: z
    .strictObject({
      device: path
        .optional()
        .meta({ title: "TPM device", description: "Character device with a resource manager. Left out: /dev/tpmrm0." }),
      tcti: z
        .string()
        .regex(/^[A-Za-z0-9_:=,./-]{1,200}$/, says("tcti-form"))
        .optional()
        .meta({ title: "TCTI", description: "Through tpm2_send instead, such as tabrmd." }),
    })
    .optional(),
  keyFolder: path.optional().meta({
    title: "Key folder",
    description: "Folder on the device where the key is made or written, for its owner alone.",
  }),
  keyOwner: owner.optional().meta({ title: "Key’s owner", description: "user or user:group." }),
  certificateFile: path
    .optional()
    .meta({ title: "Certificate file", description: "PEM file on the device for the chain, leaf first." }),
  certificateOwner: owner.optional().meta({ title: "Certificate’s owner", description: "user or user:group." }),
  serialNumberFile: path.optional().meta({
    title: "Serial number file",
    description: "Where the serial number stands. Left out: device tree, then DMI.",
  }),
  modelFile: path
    .optional()
    .meta({ title: "Model file", description: "Where the model stands. Left out: device tree, then DMI." }),
});

interface ConsoleRecipe {
  readonly link: { readonly driver: string };
  readonly console?: z.output<typeof consoleSchema> | undefined;
  readonly smp?: { readonly identity?: unknown } | undefined;
  readonly registration: { readonly write?: { readonly as: string } | undefined };
  readonly attestation: { readonly type: string; readonly key?: { readonly where: string } | undefined };
}

/** What the console driver needs of a recipe, and what it alone can use. */
export function consoleFaults(recipe: ConsoleRecipe): readonly Fault[] {
  const { link, console: settings, registration, attestation } = recipe;
  if (link.driver !== "console") {
    return [
      ...(settings === undefined
        ? []
        : [{ path: ["console"], remark: recipeRemark("only-for", "link.driver: console") }]),
      ...(registration.write === undefined || recipe.smp?.identity !== undefined
        ? []
        : [
            {
              path: ["registration", "write"],
              remark: recipeRemark("only-for-either", "link.driver: console", "smp.identity"),
            },
          ]),
    ];
  }
  if (settings === undefined) return [{ path: ["console"], remark: recipeRemark("needed-by", "link.driver: console") }];
  const certified = attestation.type === "x509" || attestation.type === "x509-group";
  const symmetric = attestation.type === "symmetric-key" || attestation.type === "symmetric-key-group";
  const keyInFile = certified && attestation.key?.where !== "tpm";
  return [
    ...rootFaults(settings),
    ...(registration.write === undefined
      ? [{ path: ["registration", "write"], remark: recipeRemark("needed-by", "link.driver: console") }]
      : []),
    ...(keyInFile && settings.keyFolder === undefined
      ? [{ path: ["console", "keyFolder"], remark: recipeRemark("key-made-there") }]
      : []),
    ...(symmetric && settings.keyFolder === undefined
      ? [{ path: ["console", "keyFolder"], remark: recipeRemark("key-written-there") }]
      : []),
    ...(certified && settings.certificateFile === undefined
      ? [{ path: ["console", "certificateFile"], remark: recipeRemark("certificate-written-there") }]
      : []),
    ...(certified && !keyInFile && registration.write?.as === "aziot-config-toml"
      ? [{ path: ["registration", "write", "as"], remark: recipeRemark("no-key-file") }]
      : []),
  ];
}

/** A password that nobody asks for is a mistake, and so is su without one. */
function rootFaults(settings: z.output<typeof consoleSchema>): readonly Fault[] {
  const { becomeRoot, sudoPasswordSecret, suPasswordSecret } = settings;
  return [
    ...(sudoPasswordSecret !== undefined && becomeRoot !== "sudo"
      ? [{ path: ["console", "sudoPasswordSecret"], remark: recipeRemark("only-for", "becomeRoot: sudo") }]
      : []),
    ...(suPasswordSecret !== undefined && becomeRoot !== "su"
      ? [{ path: ["console", "suPasswordSecret"], remark: recipeRemark("only-for", "becomeRoot: su") }]
      : []),
    ...(suPasswordSecret === undefined && becomeRoot === "su"
      ? [{ path: ["console", "suPasswordSecret"], remark: recipeRemark("needed-by", "becomeRoot: su") }]
      : []),
  ];
}
