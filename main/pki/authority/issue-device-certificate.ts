import type { KeyObject } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { type DeviceKey, readDeviceKey } from "../keys/device-key.ts";
import { keyIdentifier } from "../keys/key-identifier.ts";
import { pkiErrors } from "../pki-errors.ts";
import { checkDeviceChain } from "../validate/check-device-chain.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "../x509-library.ts";
import type { DeviceCertificateOrder, IssuedCertificate } from "./certificate-authority.ts";
import { checkedSerialNumber, newSerialNumber } from "./serial-number.ts";
import { type SigningKey, signingKey } from "./signing-key.ts";

/** An issuer at work: its chain (issuer first, root last) and its private key. */
export interface Issuer {
  readonly chain: readonly Uint8Array[];
  readonly privateKey: KeyObject;
  readonly clock: Clock;
}

const msPerDay = 86_400_000;
/** Devices start with a clock that may be slow by minutes. */
const backdatedMs = 5 * 60_000;
const longestCommonName = 64;
const mostDays = 36_500;

/** Signs one certificate of the device profile, and reads it back with the eyes of a verifier before it is handed out. */
export async function issueDeviceCertificate(
  issuer: Issuer,
  order: DeviceCertificateOrder,
): Promise<IssuedCertificate> {
  const serialNumber = checkedSerialNumber(order.serialNumber ?? newSerialNumber());
  const subject = subjectOf(order);
  const deviceKey = readDeviceKey(order.publicKey);
  const { certificate: issuerCertificate, signing, authorityKeyIdentifier, above } = await readIssuer(issuer);
  const validity = validityOf(issuerCertificate, order.validityDays, issuer.clock.now());
  const made = await X509CertificateGenerator.create({
    serialNumber,
    subject,
    issuer: signing.name,
    ...validity,
    publicKey: Uint8Array.from(deviceKey.spki),
    signingKey: signing.key,
    signingAlgorithm: signing.algorithm,
    extensions: [...deviceExtensions(deviceKey), authorityKeyIdentifier],
  });
  const certificate = new Uint8Array(made.rawData);
  const chain = [certificate, ...above];
  checkDeviceChain(chain, {
    issuerChain: issuer.chain,
    commonName: order.commonName,
    publicKey: deviceKey.spki,
    at: issuer.clock.now(),
  });
  return { certificate, chain, serialNumber, ...validity };
}

interface IssuerRead {
  readonly certificate: ReadCertificate;
  readonly signing: SigningKey & { readonly name: Name };
  readonly authorityKeyIdentifier: Extension;
  /** What a device shows above its own certificate: the chain without its root. */
  readonly above: readonly Uint8Array[];
}

const issuersRead = new WeakMap<Issuer, Promise<IssuerRead>>();

/** What is the same for every certificate of an issuer. */
function readIssuer(issuer: Issuer): Promise<IssuerRead> {
  const known = issuersRead.get(issuer) ?? readIssuerAnew(issuer);
  issuersRead.set(issuer, known);
  return known;
}

async function readIssuerAnew({ chain, privateKey }: Issuer): Promise<IssuerRead> {
  const [der] = chain;
  if (der === undefined) throw pkiErrors.damagedAuthority("authority without a certificate");
  const certificate = new X509Certificate(Uint8Array.from(der));
  const keyId = certificate.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  return {
    certificate: readCertificate(der),
    signing: { ...signingKey(privateKey), name: certificate.subjectName },
    authorityKeyIdentifier:
      keyId === undefined
        ? await AuthorityKeyIdentifierExtension.create(certificate.publicKey)
        : new AuthorityKeyIdentifierExtension(keyId),
    above: chain.filter((above) => !isSelfIssued(readCertificate(above))),
  };
}

const isSelfIssued = ({ system }: ReadCertificate): boolean => system.checkIssued(system);

/** O, OU and CN as UTF8String, each in a relative name of its own (RFC 5280 §4.1.2.4). */
function subjectOf({ commonName, subject }: DeviceCertificateOrder): Name {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be in a name
  if (commonName.length < 1 || commonName.length > longestCommonName || /[\u0000-\u001f\u007f]/.test(commonName)) {
    throw pkiErrors.badOrder(`common name of ${commonName.length} characters, or with control characters`);
  }
  const parts = [
    { type: "O", value: subject.O },
    { type: "OU", value: subject.OU },
    { type: "CN", value: commonName },
  ];
  return new Name(
    parts.flatMap(({ type, value }) => (value === undefined ? [] : [{ [type]: [{ utf8String: value }] }])),
  );
}

function validityOf(
  issuer: ReadCertificate,
  days: number,
  now: Date,
): { readonly notBefore: Date; readonly notAfter: Date } {
  if (!Number.isInteger(days) || days < 1 || days > mostDays) throw pkiErrors.badOrder(`validity of ${days} days`);
  const { validFromDate, validToDate } = issuer.system;
  if (now < validFromDate || now > validToDate) {
    throw pkiErrors.expired(
      `the authority is valid from ${validFromDate.toISOString()} to ${validToDate.toISOString()}`,
    );
  }
  const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);
  return {
    notBefore: wholeSeconds(Math.max(now.getTime() - backdatedMs, validFromDate.getTime())),
    notAfter: wholeSeconds(Math.min(now.getTime() + days * msPerDay, validToDate.getTime())),
  };
}

// TLS with RSA key transport encrypts to the key; an EC key only ever signs (RFC 5280 §4.2.1.3).
const ellipticProfile = profile(KeyUsageFlags.digitalSignature);
const rsaProfile = profile(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment);

function profile(usages: KeyUsageFlags): readonly Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(usages, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
  ];
}

function deviceExtensions({ algorithm, key }: DeviceKey): readonly Extension[] {
  return [
    ...(algorithm.startsWith("rsa") ? rsaProfile : ellipticProfile),
    new SubjectKeyIdentifierExtension(keyIdentifier(key)),
  ];
}
