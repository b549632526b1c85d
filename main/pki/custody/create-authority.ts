import { systemClock } from "../../base/clock.ts";
import { issueIntermediateCertificate, issueRootCertificate } from "../authority/issue-authority-certificate.ts";
import type { DeviceKeyAlgorithm } from "../keys/device-key.ts";
import { generateKey } from "../keys/generate-key.ts";
import { encryptPrivateKey } from "../keys/private-key-file.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";
import { checkAuthorityName, writeAuthority } from "./authority-folder.ts";
import { type AuthorityInUse, fileAuthority } from "./authority-in-use.ts";
import { AuthorityJournal } from "./authority-journal.ts";
import type { AuthorityFile } from "./authority-place.ts";

export interface NewAuthority extends AuthorityFile {
  readonly algorithm: DeviceKeyAlgorithm;
  readonly commonName: string;
  readonly validityDays: number;
}

/** Makes a root of one's own. Errors: `pki.name-taken`, `pki.bad-name`, `pki.bad-order`. */
export async function createRootAuthority(order: NewAuthority): Promise<AuthorityInUse> {
  const { folder, name, passphrase, algorithm, clock = systemClock } = order;
  checkAuthorityName(name);
  const privateKey = await generateKey(algorithm);
  const { certificate } = await issueRootCertificate({ key: privateSigningKey(privateKey), clock }, order);
  const keyPem = await encryptPrivateKey(privateKey, passphrase);
  await writeAuthority(folder, name, { pilot: false, chain: [certificate], keyPem });
  const journal = new AuthorityJournal({ folder, name, clock });
  return fileAuthority({ name, pilot: false, chain: [certificate], privateKey, clock, journal });
}

/**
 * Makes a line's authority under another: one that may certify devices and no further authority. A pilot's is a pilot. Errors as
 * above, `pki.expired`, `pki.not-authority`, and what the custody of the other's key throws.
 */
export async function createIntermediateAuthority(
  order: NewAuthority & { readonly above: AuthorityInUse },
): Promise<AuthorityInUse> {
  const { folder, name, passphrase, algorithm, above, clock = systemClock } = order;
  checkAuthorityName(name);
  const privateKey = await generateKey(algorithm);
  const { publicKey } = privateSigningKey(privateKey);
  const keyPem = await encryptPrivateKey(privateKey, passphrase);
  const { certificate } = await issueIntermediateCertificate(above, { ...order, publicKey });
  const chain = [certificate, ...above.chain];
  await writeAuthority(folder, name, { pilot: above.pilot, chain, keyPem });
  const journal = new AuthorityJournal({ folder, name, clock });
  return fileAuthority({ name, pilot: above.pilot, chain, privateKey, clock, journal });
}
