import type { ConsoleSettings } from "../device/console/console-settings.ts";
import { attestationKind, isCertified } from "../workflow/recipe/recipe-attestation.ts";
import type { Recipe } from "../workflow/recipe/recipe-schema.ts";
import { DeviceSecrets } from "./device-secrets.ts";
import type { SecretStore } from "./secret-store.ts";

export type ConsoleRecipe = Pick<Recipe, "attestation" | "console" | "registration">;

/** What the console driver is told: the recipe, with the passwords it names. Throws `set-up.secret`. */
export async function consoleSettings(recipe: ConsoleRecipe, secrets: SecretStore): Promise<ConsoleSettings> {
  const { login, certificateFile, certificateOwner, tpm, sudoPasswordSecret, suPasswordSecret, ...others } =
    recipe.console ?? {};
  const named = (name: string | undefined): Promise<string | undefined> =>
    name === undefined ? Promise.resolve(undefined) : new DeviceSecrets(secrets).get(name);
  const password = await named(login?.passwordSecret);
  // sudo asks for the password of who is logged in, su for root's.
  const rootPassword = (await named(sudoPasswordSecret ?? suPasswordSecret)) ?? password;
  const { write } = recipe.registration;
  return {
    ...others,
    ...(recipe.console === undefined || recipe.console.becomeRoot === "none" ? {} : { rootPassword }),
    ...(login === undefined ? {} : { login: { user: login.user, password } }),
    // A recipe that needs the TPM and says nothing of it means the kernel's own device.
    ...(tpm === undefined && !needsTpm(recipe.attestation) ? {} : { tpm: tpm ?? {} }),
    ...(certificateFile === undefined ? {} : { certificate: { path: certificateFile, owner: certificateOwner } }),
    ...(write === undefined || write.as === "settings" ? {} : { registration: registrationForm(write, recipe) }),
  };
}

const needsTpm = (attestation: Recipe["attestation"]): boolean =>
  attestation.type === "tpm" || (isCertified(attestation) && attestation.key.where === "tpm");

type FileWrite = Exclude<NonNullable<ConsoleRecipe["registration"]["write"]>, { readonly as: "settings" }>;

function registrationForm(write: FileWrite, recipe: ConsoleRecipe): NonNullable<ConsoleSettings["registration"]> {
  if (write.as !== "template") return write;
  const { endpoint, idScope } = recipe.registration;
  return { ...write, defaults: { endpoint, idScope, attestation: attestationKind(recipe) } };
}
