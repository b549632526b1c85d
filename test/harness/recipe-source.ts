export interface RecipeChange {
  readonly attestation: "tpm" | "x509";
  readonly endpoint?: string;
  readonly idScope?: string;
  readonly service?: string;
  readonly authority?: string;
  readonly algorithm?: "ec-p256" | "rsa-2048";
  readonly certificate?: "required" | "optional" | "off";
  readonly requires?: "recorded" | "enrolled";
  readonly model?: string;
}

/** A recipe as an engineer would write it, for tests; JSON is YAML. */
export function recipeSource(change: RecipeChange): string {
  const { attestation, endpoint = "global.azure-devices-provisioning.net", idScope = "0ne00000000" } = change;
  const tpm = {
    type: "tpm",
    endorsementKey: { certificate: change.certificate ?? "required", activation: "required" },
  };
  const x509 = {
    type: "x509",
    key: { algorithm: change.algorithm ?? "ec-p256" },
    certificate: { authority: change.authority ?? "line-ca", validityDays: 3650, subject: { O: "Example Devices" } },
  };
  return JSON.stringify({
    recipe: `test-${attestation}`,
    product: { model: change.model ?? (attestation === "tpm" ? "GW-200" : "SN-100"), serialNumber: "[A-Za-z0-9._!-]*" },
    link: { driver: "smp" },
    attestation: attestation === "tpm" ? tpm : x509,
    registrationId: attestation === "tpm" ? "{ek}" : "{serialNumber}",
    registration: { endpoint, idScope },
    enrollment: {
      service: change.service ?? "plant-dps",
      deviceId: "{serialNumber}",
      initialTwin: { tags: { lot: "{lot}" } },
    },
    pass: { requires: change.requires ?? "recorded" },
  });
}
