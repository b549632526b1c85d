import { systemClock } from "../../base/clock.ts";
import { issueIntermediateCertificate, issueRootCertificate } from "../authority/issue-authority-certificate.ts";
import { generateKey } from "../keys/generate-key.ts";
import { encryptPrivateKey } from "../keys/private-key-file.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";
import { checkAuthorityName, writeAuthority } from "./authority-folder.ts";
import { AuthorityJournal } from "./authority-journal.ts";
import type { AuthorityFile } from "./authority-place.ts";
import { type AuthorityInUse, fileAuthority } from "./authority-in-use.ts";

const daysPerYear = 365.25;
const rootDays = 40 * daysPerYear;
const lineDays = Math.floor(35 * daysPerYear);

/**
 * Makes a root and under it the line's issuer, both P-256 with PILOT in their names, and keeps them in `folder/name/`.
 * For trying out: a plant in earnest imports an intermediate of its own. Errors: `pki.name-taken`, `pki.bad-name`.
 */
export async function createPilotAuthority(options: AuthorityFile): Promise<AuthorityInUse> {
  const { folder, name, passphrase, clock = systemClock } = options;
  checkAuthorityName(name);
  const [rootKey, lineKey] = await Promise.all([generateKey("ec-p256"), generateKey("ec-p256")]);
  const root = { key: privateSigningKey(rootKey), clock };
  const { certificate: rootCertificate } = await issueRootCertificate(root, {
    commonName: pilotName(name, "Root"),
    validityDays: rootDays,
  });
  const { certificate } = await issueIntermediateCertificate(
    { ...root, chain: [rootCertificate] },
    {
      commonName: pilotName(name, "Line"),
      validityDays: lineDays,
      publicKey: privateSigningKey(lineKey).publicKey,
    },
  );
  const chain = [certificate, rootCertificate];
  await writeAuthority(folder, name, {
    pilot: true,
    chain,
    keyPem: await encryptPrivateKey(lineKey, passphrase),
    rootKeyPem: await encryptPrivateKey(rootKey, passphrase),
  });
  const journal = new AuthorityJournal({ folder, name, clock });
  return fileAuthority({ name, pilot: true, chain, privateKey: lineKey, clock, journal });
}

const longestCommonName = 64;
const pilotName = (name: string, what: "Root" | "Line"): string => {
  const end = ` PILOT ${what} CA`;
  return `${name.slice(0, longestCommonName - end.length)}${end}`;
};
