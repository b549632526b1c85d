// Node 24's toLegacyObject, called before anything has loaded this, leaves it without createSecureContext for the life of the process.
import "node:tls";
import { isIssuedBy, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { checkDeviceChain } from "../validate/check-device-chain.ts";

/** What was asked for, and of whom. */
export interface ReturnedFor {
  /** Of the authority that was asked: issuer first, root last (DER). */
  readonly issuerChain: readonly Uint8Array[];
  readonly commonName: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** What the recipe says of the subject; what it does not say, the issuer may. */
  readonly subject: { readonly O?: string | undefined; readonly OU?: string | undefined };
  /** How long it was to live; half of it must be left. */
  readonly validityDays: number;
  readonly at: Date;
}

export interface ReturnedCertificate {
  /** What the device shows: leaf first, without the root. */
  readonly chain: readonly Uint8Array[];
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const msPerDay = 86_400_000;

/**
 * Judges a certificate that was signed elsewhere with the eyes of whoever reads it back from the device. Errors: those of
 * `checkDeviceChain`, `pki.ends-too-soon`.
 */
export function checkReturnedCertificate(leaf: Uint8Array, asked: ReturnedFor): ReturnedCertificate {
  const { issuerChain, subject, at, validityDays } = asked;
  const above = issuerChain.filter((der) => !isSelfIssued(readCertificate(der)));
  const chain = [leaf, ...above];
  checkDeviceChain(chain, asked);
  const { system } = readCertificate(leaf);
  checkSubject(system.toLegacyObject().subject, subject);
  const leastDays = Math.floor(validityDays / 2);
  if (system.validToDate.getTime() < at.getTime() + leastDays * msPerDay)
    throw pkiErrors.endsTooSoon(`ends ${system.validToDate.toISOString()}, at least ${leastDays} days must be left`);
  const { serialNumber, validFromDate: notBefore, validToDate: notAfter } = system;
  return { chain, serialNumber: serialNumber.toLowerCase(), notBefore, notAfter };
}

const isSelfIssued = (certificate: ReadCertificate): boolean => isIssuedBy(certificate, certificate);

function checkSubject(found: Readonly<Record<string, unknown>>, wanted: ReturnedFor["subject"]): void {
  for (const name of ["O", "OU"] as const) {
    const value = wanted[name];
    if (value === undefined || found[name] === value) continue;
    throw pkiErrors.wrongName(`${name} ${JSON.stringify(found[name] ?? null)}, asked for ${JSON.stringify(value)}`);
  }
}
