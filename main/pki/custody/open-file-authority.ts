import { systemClock } from "../../base/clock.ts";
import type { CertificateAuthority } from "../authority/certificate-authority.ts";
import { readCertificate } from "../certificate/read-certificate.ts";
import { decryptPrivateKey } from "../keys/private-key-file.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readAuthority } from "./authority-folder.ts";
import { fileAuthority } from "./authority-in-use.ts";
import type { AuthorityFile } from "./create-pilot-authority.ts";

/** Errors: `pki.no-authority`, `pki.passphrase`, `pki.damaged-authority` (key and certificate do not belong together). */
export async function openFileAuthority(options: AuthorityFile): Promise<CertificateAuthority> {
  const { folder, name, passphrase, clock = systemClock } = options;
  const { pilot, chain, keyPem } = await readAuthority(folder, name);
  const [issuer] = chain;
  if (issuer === undefined) throw pkiErrors.damagedAuthority(`authority ${name} has no certificate`);
  const privateKey = decryptPrivateKey(keyPem, passphrase);
  if (!readCertificate(issuer).system.checkPrivateKey(privateKey)) {
    throw pkiErrors.damagedAuthority(`authority ${name}: the key is not its certificate's`);
  }
  return fileAuthority({ name, pilot, chain, privateKey, clock });
}
