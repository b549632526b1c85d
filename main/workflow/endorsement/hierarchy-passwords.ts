import { utf8 } from "../../base/bytes/bytes.ts";
import { TPM_RH } from "../../tpm/spec/tpm-rh.ts";
import type { HierarchyPasswords } from "../../tpm/tpm.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { Plant } from "../steps/step.ts";

/** The passwords of the TPM's hierarchies, by the secrets that the recipe names; empty where it names none. Throws `set-up.secret`. */
export async function hierarchyPasswords(
  { attestation }: Recipe,
  plant: Pick<Plant, "secret">,
): Promise<HierarchyPasswords> {
  const named = "tpm" in attestation ? attestation.tpm : undefined;
  const wanted = [
    [TPM_RH.OWNER, named?.ownerAuthSecret],
    [TPM_RH.ENDORSEMENT, named?.endorsementAuthSecret],
  ] as const;
  const passwords = new Map<number, Uint8Array>();
  for (const [hierarchy, name] of wanted) {
    if (name !== undefined) passwords.set(hierarchy, utf8(await plant.secret(name)));
  }
  return passwords;
}
