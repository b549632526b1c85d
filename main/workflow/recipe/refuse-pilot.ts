import type { CertificateAuthority } from "../../pki/authority/certificate-authority.ts";
import { pkiErrors } from "../../pki/pki-errors.ts";
import type { Recipe } from "./recipe-schema.ts";

/** What leaves the plant for good must not hang on a key that was made for trying out. Throws `pki.pilot-refused`. */
export function refusePilot({ recipe, stage }: Recipe, { name, pilot }: CertificateAuthority): void {
  if (pilot && stage === "production")
    throw pkiErrors.pilotRefused(`recipe ${recipe} is for production, and authority "${name}" is a pilot`);
}
