import { systemClock } from "../../base/clock.ts";
import type { CertificateAuthority } from "../authority/certificate-authority.ts";
import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { checkIssuerPath } from "../validate/check-issuer-path.ts";
import { checkAuthorityName, readAuthority, writeAuthority } from "./authority-folder.ts";
import type { AuthorityFile, AuthorityPlace } from "./authority-place.ts";
import { AuthorityJournal } from "./authority-journal.ts";
import { isPilotChain } from "./is-pilot-chain.ts";
import { chainUp } from "./order-authority-chain.ts";

type Place = AuthorityPlace & Pick<AuthorityFile, "clock">;

/**
 * Makes known an authority whose key is elsewhere, by its certificates in any order up to a root. Errors: `pki.name-taken`, `pki.bad-name`,
 * `pki.bad-import` (not one issuer at the end of one path), `pki.not-authority`, `pki.bad-chain`, `pki.expired`, `pki.not-valid-yet`.
 */
export async function importAuthorityChain({
  folder,
  name,
  clock = systemClock,
  certificates,
}: Place & { readonly certificates: readonly Uint8Array[] }): Promise<CertificateAuthority> {
  checkAuthorityName(name);
  const issuer = issuerAmong(certificates);
  const chain = chainUp(certificates, issuer);
  checkIssuerPath(chain, clock.now());
  await writeAuthority(folder, name, { pilot: isPilotChain(chain), chain, elsewhere: true });
  return openAuthorityElsewhere({ folder, name, clock });
}

/** The one authority that stands above no other in the file. */
function issuerAmong(certificates: readonly Uint8Array[]): ReadCertificate {
  const read = certificates.map((der) => readCertificate(der)).filter((certificate) => mayIssue(certificate));
  const isAboveAnother = (issuer: ReadCertificate) =>
    read.some((other) => other.system.fingerprint256 !== issuer.system.fingerprint256 && isIssuedBy(other, issuer));
  const distinct = new Map(
    read.filter((one) => !isAboveAnother(one)).map((one) => [one.system.fingerprint256, one] as const),
  );
  const [issuer] = distinct.values();
  if (issuer === undefined || distinct.size > 1)
    throw pkiErrors.badImport(`${distinct.size} issuers in the file; one, with the certificates above it, is expected`);
  return issuer;
}

/** Throws `pki.no-authority`, `pki.damaged-authority`. */
export async function openAuthorityElsewhere({
  folder,
  name,
  clock = systemClock,
}: Place): Promise<CertificateAuthority> {
  const { pilot, chain } = await readAuthority(folder, name);
  const journal = new AuthorityJournal({ folder, name, clock });
  return {
    name,
    pilot,
    chain,
    elsewhere: true,
    isRevoked: (serialNumber) => journal.isRevoked(serialNumber),
    issueDeviceCertificate: () => Promise.reject(pkiErrors.keyElsewhere(`authority ${name} has no key here`)),
  };
}
