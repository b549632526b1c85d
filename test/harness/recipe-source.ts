import type { Recipe } from "../../main/workflow/recipe/recipe-schema.ts";

export interface RecipeChange {
  readonly attestation: Recipe["attestation"]["type"];
  readonly endpoint?: string;
  readonly idScope?: string;
  readonly service?: string;
  readonly authority?: string;
  readonly algorithm?: "ec-p256" | "rsa-2048";
  readonly certificate?: "required" | "optional" | "off";
  readonly requires?: "recorded" | "enrolled";
  readonly model?: string;
  /** X.509: the key in the TPM, at the usual handle. */
  readonly where?: "device" | "tpm";
  /** TPM: keep the proven endorsement key; with it, and with a key in the TPM, also the storage root key. */
  readonly persist?: boolean;
}

/** The enrollment group of recipes that have one. */
export const testGroup = "line-7";

/** A recipe as an engineer would write it, for tests; JSON is YAML. */
export function recipeSource(change: RecipeChange): string {
  const { attestation, endpoint = "global.azure-devices-provisioning.net", idScope = "0ne00000000" } = change;
  const tpm = {
    type: "tpm",
    endorsementKey: {
      certificate: change.certificate ?? "required",
      activation: "required",
      ...(change.persist === true && { persist: true }),
    },
    ...(change.persist === true && { persistStorageRootKey: true }),
  };
  const certified = {
    key: { algorithm: change.algorithm ?? "ec-p256", ...(change.where !== undefined && { where: change.where }) },
    ...(change.where === "tpm" && change.persist === true && { persistStorageRootKey: true }),
    certificate: { authority: change.authority ?? "line-ca", validityDays: 3650, subject: { O: "Example Devices" } },
  };
  const group = { group: testGroup };
  const attestations = {
    tpm,
    x509: { type: "x509", ...certified },
    "x509-group": { type: "x509-group", ...group, ...certified },
    "symmetric-key": { type: "symmetric-key" },
    "symmetric-key-group": { type: "symmetric-key-group", ...group, masterKeySecret: "line-7-key" },
  };
  const ofItsOwn = { deviceId: "{serialNumber}", initialTwin: { tags: { lot: "{lot}" } } };
  return JSON.stringify({
    recipe: `test-${attestation}`,
    product: { model: change.model ?? (attestation === "tpm" ? "GW-200" : "SN-100"), serialNumber: "[A-Za-z0-9._!-]*" },
    link: { driver: "smp" },
    attestation: attestations[attestation],
    registrationId: attestation === "tpm" ? "{ek}" : "{serialNumber}",
    registration: { endpoint, idScope },
    enrollment: {
      service: change.service ?? "plant-dps",
      ...(attestation.endsWith("-group") ? {} : ofItsOwn),
    },
    pass: { requires: change.requires ?? "recorded" },
  });
}
