import { z } from "zod";
import { devicePath, settingName, type registrationWriteSchema } from "./registration-write-schema.ts";
import { type Fault, recipeRemark, says } from "./recipe-fault.ts";

const form = z.enum(["pem", "der"]);

/** In a file, PEM unless it says otherwise; under a settings key, which is shorter, DER. */
const place = z.union([
  z.strictObject({ file: devicePath, form: form.default("pem") }),
  z.strictObject({ setting: settingName, form: form.default("der") }),
]);

const pattern = z.string().min(1).max(256).refine(isPattern, says("pattern-form")).optional();

/** Where a fact of the device is read, and what of the text counts: the pattern's first group, or all it matches. */
const source = z.union([
  z.strictObject({ file: devicePath, pattern }),
  z.strictObject({ setting: settingName, pattern }),
  z.strictObject({ info: z.string().regex(/^[A-Za-z]{1,16}$/, says("info-form")), pattern }),
  z.strictObject({ shell: z.array(z.string().min(1).max(64)).min(1).max(16), pattern }),
]);

/** How to get along with a device that speaks SMP. What is left out: the identity group, between the lines of a console. */
export const smpSchema = z.strictObject({
  framing: z.enum(["console", "raw"]).optional().meta({
    title: "Framing",
    description:
      "console: between the lines of a console. raw: messages as they are. Left out: raw on a USB bulk pipe, else console.",
  }),
  /** For firmware without the identity group: where its identity goes, and where it says what it is. */
  identity: z
    .strictObject({
      model: source.meta({
        title: "Model read from",
        description:
          "Stock firmware: { file: /path }, { setting: key }, { info: i } or { shell: [command], pattern: … }.",
      }),
      serialNumber: source
        .optional()
        .meta({ title: "Serial number read from", description: "As the model. Left out: it is scanned." }),
      certificate: place.meta({
        title: "Chain goes to",
        description: "{ file: /path } in PEM, or { setting: key } in DER; form: says otherwise.",
      }),
      key: place.meta({ title: "Private key goes to", description: "Likewise, PKCS #8. It crosses the cable." }),
    })
    .optional(),
});

interface SmpRecipe {
  readonly link: { readonly driver: string };
  readonly smp?: z.output<typeof smpSchema> | undefined;
  readonly registration: { readonly write?: z.output<typeof registrationWriteSchema> | undefined };
  readonly attestation: { readonly type: string; readonly key?: { readonly where: string } | undefined };
}

/** What stock firmware needs of a recipe, and what it alone can use. */
export function smpFaults(recipe: SmpRecipe): readonly Fault[] {
  const { link, smp, registration, attestation } = recipe;
  if (link.driver !== "smp") {
    return [
      ...(smp === undefined ? [] : [{ path: ["smp"], remark: recipeRemark("only-for", "link.driver: smp") }]),
      ...(registration.write?.as === "settings"
        ? [{ path: ["registration", "write", "as"], remark: recipeRemark("settings-for-smp") }]
        : []),
      ...stationKeyFaults(attestation),
    ];
  }
  return smp?.identity === undefined ? stationKeyFaults(attestation) : stockFaults(recipe);
}

function stationKeyFaults({ key }: SmpRecipe["attestation"]): readonly Fault[] {
  return key?.where === "station" ? [{ path: ["attestation", "key", "where"], remark: recipeRemark("key-place") }] : [];
}

function stockFaults({ registration: { write }, attestation }: SmpRecipe): readonly Fault[] {
  const ofFiles = write === undefined || write.as === "settings" ? [] : (["mode", "owner"] as const);
  return [
    ...(attestation.key === undefined
      ? [{ path: ["smp", "identity"], remark: recipeRemark("only-for", "attestation.type: x509, x509-group") }]
      : []),
    ...(attestation.key !== undefined && attestation.key.where !== "station"
      ? [{ path: ["attestation", "key", "where"], remark: recipeRemark("key-from-station") }]
      : []),
    ...(write === undefined ? [{ path: ["registration", "write"], remark: recipeRemark("registration-place") }] : []),
    ...ofFiles
      .filter((member) => write !== undefined && "path" in write && write[member] !== undefined)
      .map((member) => ({
        path: ["registration", "write", member],
        remark: recipeRemark("only-for", "link.driver: console"),
      })),
  ];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "mu") instanceof RegExp;
  } catch {
    return false;
  }
}
