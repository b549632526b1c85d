import { concatBytes } from "../../base/bytes/bytes.ts";
import { encode } from "../certificate/encode-der.ts";
import { type DeviceKeyAlgorithm, readDeviceKey } from "../keys/device-key.ts";
import { keyIdentifier } from "../keys/key-identifier.ts";
import { algorithmIdentifiers, type SigningKey } from "../keys/signing-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import { type CertificateProfile, certificateProfiles, type ProfileName } from "./certificate-profiles.ts";
import { keyIdentifierExtensions, profileExtensions } from "./encode-extensions.ts";
import type { IssuanceJournal } from "./issuance-journal.ts";
import { type Issuer, readIssuer } from "./issuer.ts";
import { checkedSerialNumber, newSerialNumber } from "./serial-number.ts";

/** What one certificate shall say; the rest is the profile's. */
export interface CertificateOrder {
  readonly profile: ProfileName;
  /** Name, DER. */
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly validityDays: number;
  /** Hexadecimal; random if left out. */
  readonly serialNumber?: string | undefined;
}

export interface SignedCertificate {
  readonly certificate: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly notBefore: Date;
  /** As ordered, or the end of the issuer's own chain if that comes first. */
  readonly notAfter: Date;
}

const msPerDay = 86_400_000;
const version3 = encode.explicit(0, encode.integer(2));

/** Signs one certificate under an issuer. Errors: `pki.bad-order`, `pki.bad-key`, `pki.bad-algorithm`, `pki.expired` and `pki.not-valid-yet` (the issuer or one above it). */
export async function signCertificate(issuer: Issuer, order: CertificateOrder): Promise<SignedCertificate> {
  const { name, keyIdentifier: issuersKey, validity: limits } = readIssuer(issuer);
  const profile = certificateProfiles[order.profile];
  const now = issuer.clock.now();
  if (now < limits.from || now > limits.to) {
    const span = `${limits.from.toISOString()} to ${limits.to.toISOString()}`;
    const detail = `the authority, with all above it, is valid from ${span}, and it is ${now.toISOString()}`;
    throw now < limits.from ? pkiErrors.notValidYet(detail) : pkiErrors.expired(detail);
  }
  const validity = validityOf(profile, order.validityDays, { now, limits });
  const by = { issuerName: name, issuersKey, validity };
  // Whoever has a device certified has it in the records already, with the unit it is for.
  return order.profile === "device" || issuer.journal === undefined
    ? sign(issuer.key, order, by)
    : signJournalled(issuer.journal, order, (numbered) => sign(issuer.key, numbered, by));
}

async function signJournalled(
  journal: IssuanceJournal,
  order: CertificateOrder,
  sign: (order: CertificateOrder) => Promise<SignedCertificate>,
): Promise<SignedCertificate> {
  const serialNumber = checkedSerialNumber(order.serialNumber ?? newSerialNumber());
  await journal.intend({ serialNumber, profile: order.profile, subject: order.subject });
  const signed = await sign({ ...order, serialNumber });
  await journal.issued(serialNumber, signed.certificate);
  return signed;
}

/** Signs a certificate by its own key: a root's. Errors as above. */
export function signOwnCertificate(
  { key, clock }: Pick<Issuer, "key" | "clock">,
  order: Omit<CertificateOrder, "publicKey">,
): Promise<SignedCertificate> {
  const validity = validityOf(certificateProfiles[order.profile], order.validityDays, { now: clock.now() });
  const issuersKey = keyIdentifier(key.publicKey);
  return sign(key, { ...order, publicKey: key.publicKey }, { issuerName: order.subject, issuersKey, validity });
}

interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

function validityOf(
  { backdatedMs, mostDays }: CertificateProfile,
  days: number,
  { now, limits }: { readonly now: Date; readonly limits?: { readonly from: Date; readonly to: Date } },
): Validity {
  if (!Number.isInteger(days) || days < 1 || days > mostDays) throw pkiErrors.badOrder(`validity of ${days} days`);
  const from = now.getTime() - backdatedMs;
  const to = now.getTime() + days * msPerDay;
  return {
    notBefore: wholeSeconds(Math.max(from, limits?.from.getTime() ?? from)),
    notAfter: wholeSeconds(Math.min(to, limits?.to.getTime() ?? to)),
  };
}

const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

async function sign(
  key: SigningKey,
  order: CertificateOrder,
  by: { readonly issuerName: Uint8Array; readonly issuersKey: string; readonly validity: Validity },
): Promise<SignedCertificate> {
  const serialNumber = checkedSerialNumber(order.serialNumber ?? newSerialNumber());
  const subjectKey = readDeviceKey(order.publicKey);
  const { notBefore, notAfter } = by.validity;
  const identifiers = keyIdentifierExtensions(keyIdentifier(subjectKey.spki), by.issuersKey);
  const algorithm = algorithmIdentifiers[key.algorithm];
  const toBeSigned = encode.sequence(
    version3,
    encode.integer(serialNumber),
    algorithm,
    by.issuerName,
    encode.sequence(encode.time(notBefore), encode.time(notAfter)),
    order.subject,
    subjectKey.spki,
    encode.explicit(3, encode.sequence(sameForAll(order.profile, subjectKey.algorithm), identifiers)),
  );
  const certificate = encode.sequence(toBeSigned, algorithm, encode.bits(await key.sign(toBeSigned)));
  return { certificate, serialNumber, notBefore, notAfter };
}

const extensions = new Map<string, Uint8Array>();

function sameForAll(name: ProfileName, algorithm: DeviceKeyAlgorithm): Uint8Array {
  const key = `${name} ${algorithm}`;
  const known = extensions.get(key) ?? concatBytes(profileExtensions(certificateProfiles[name], algorithm));
  extensions.set(key, known);
  return known;
}
