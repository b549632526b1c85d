import { describeCertificate } from "../describe-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { authorityNames, readAuthority } from "./authority-folder.ts";

/** An authority as a list shows it, known without its passphrase. */
export interface AuthoritySummary {
  readonly name: string;
  readonly pilot: boolean;
  /** Issuer first, root last. */
  readonly chain: readonly Uint8Array[];
  readonly subject: string;
  /** ISO 8601, UTC; of the issuer's certificate. */
  readonly notAfter: string;
  /** Of the issuer's certificate, lower-case hexadecimal. */
  readonly sha256: string;
}

/** Sorted by name; empty if the folder does not exist. Throws `pki.damaged-authority`. */
export async function listFileAuthorities(folder: string): Promise<readonly AuthoritySummary[]> {
  const names = await authorityNames(folder);
  return Promise.all(names.map((name) => summary(folder, name)));
}

async function summary(folder: string, name: string): Promise<AuthoritySummary> {
  const { pilot, chain } = await readAuthority(folder, name);
  const [issuer] = chain;
  if (issuer === undefined) throw pkiErrors.damagedAuthority(`authority ${name} has no certificate`);
  const { subject, notAfter, sha256 } = describeCertificate(issuer);
  return { name, pilot, chain, subject, notAfter, sha256 };
}
