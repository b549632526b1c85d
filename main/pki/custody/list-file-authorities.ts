import { asStationError } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { describeCertificate } from "../describe-certificate.ts";
import { authorityNames, readAuthority, type TokenKey } from "./authority-folder.ts";

/** An authority as a list shows it, known without its passphrase or PIN. */
export interface AuthoritySummary {
  readonly name: string;
  readonly pilot: boolean;
  /** Where its key is, if in a token. */
  readonly token: TokenKey | undefined;
  /** Its key is kept and used elsewhere. */
  readonly elsewhere: boolean;
  /** Issuer first, root last; empty while its request waits to be signed elsewhere. */
  readonly chain: readonly Uint8Array[];
  /** Of the issuer's certificate; empty while there is none. */
  readonly subject: string;
  /** ISO 8601, UTC; of the issuer's certificate. */
  readonly notAfter: string;
  /** Of the issuer's certificate, lower-case hexadecimal. */
  readonly sha256: string;
}

const uncertified = { subject: "", notAfter: "", sha256: "" };

/** One that cannot be read: `pki.damaged-authority`. */
export interface DamagedAuthority {
  readonly name: string;
  readonly error: StationError;
}

/** Sorted by name; empty if the folder does not exist. One that is damaged hides no other. */
export async function listFileAuthorities(folder: string): Promise<readonly (AuthoritySummary | DamagedAuthority)[]> {
  const names = await authorityNames(folder);
  return Promise.all(
    names.map((name) => summary(folder, name).catch((error: unknown) => ({ name, error: asStationError(error) }))),
  );
}

async function summary(folder: string, name: string): Promise<AuthoritySummary> {
  const { pilot, chain, token, elsewhere: isElsewhere } = await readAuthority(folder, name);
  const elsewhere = isElsewhere === true;
  const [issuer] = chain;
  if (issuer === undefined) return { name, pilot, token, elsewhere, chain, ...uncertified };
  const { subject, notAfter, sha256 } = describeCertificate(issuer);
  return { name, pilot, token, elsewhere, chain, subject, notAfter, sha256 };
}
