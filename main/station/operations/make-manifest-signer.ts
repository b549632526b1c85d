import { describeCertificate } from "../../pki/describe-certificate.ts";
import { stationName } from "../station-settings.ts";
import type { Workshop } from "../workshop.ts";

/** Makes the key that manifests are signed with from now on. Throws `recipe.no-authority`, `pki.*`. */
export async function makeManifestSigner({ folder, signers }: Pick<Workshop, "folder" | "signers">, authority: string) {
  const { chain } = await signers.create(await stationName(folder.settings), authority);
  const { subject, notAfter, sha256 } = describeCertificate(chain[0] ?? new Uint8Array());
  return { subject, notAfter, sha256 };
}
