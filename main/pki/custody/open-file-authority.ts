import { systemClock } from "../../base/clock.ts";
import { readCertificate } from "../certificate/read-certificate.ts";
import { decryptPrivateKey } from "../keys/private-key-file.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readAuthority } from "./authority-folder.ts";
import { type AuthorityInUse, fileAuthority } from "./authority-in-use.ts";
import { AuthorityJournal } from "./authority-journal.ts";
import type { AuthorityFile } from "./authority-place.ts";

/**
 * Errors: `pki.no-authority`, `pki.passphrase`, `pki.not-certified` (its request was not signed yet), `pki.damaged-authority` (key and
 * certificate do not belong together).
 */
export async function openFileAuthority(options: AuthorityFile): Promise<AuthorityInUse> {
  const { folder, name, passphrase, clock = systemClock } = options;
  const { pilot, chain, keyPem } = await readAuthority(folder, name);
  const [issuer] = chain;
  if (keyPem === undefined) throw pkiErrors.damagedAuthority(`authority ${name} has no key file`);
  if (issuer === undefined) throw pkiErrors.notCertified(`authority ${name}; see: touchmark ca complete`);
  const privateKey = decryptPrivateKey(keyPem, passphrase);
  if (!readCertificate(issuer).system.checkPrivateKey(privateKey)) {
    throw pkiErrors.damagedAuthority(`authority ${name}: the key is not its certificate's`);
  }
  const journal = new AuthorityJournal({ folder, name, clock });
  return fileAuthority({ name, pilot, chain, privateKey, clock, journal });
}
