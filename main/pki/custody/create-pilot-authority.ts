import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { type Clock, systemClock } from "../../base/clock.ts";
import type { CertificateAuthority } from "../authority/certificate-authority.ts";
import { newSerialNumber } from "../authority/serial-number.ts";
import { signingKey } from "../authority/signing-key.ts";
import { encryptPrivateKey } from "../keys/private-key-file.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "../x509-library.ts";
import { checkAuthorityName, writeAuthority } from "./authority-folder.ts";
import { fileAuthority } from "./authority-in-use.ts";

export interface AuthorityFile {
  readonly folder: string;
  readonly name: string;
  /** Encrypts the private keys; never stored. */
  readonly passphrase: string;
  readonly clock?: Clock | undefined;
}

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Certified {
  readonly name: Name;
  readonly pair: Pair;
}

const generate = promisify(generateKeyPair);
const msPerYear = 365.25 * 86_400_000;
const rootYears = 40;
const lineYears = 35;
const backdatedMs = 86_400_000;

/**
 * Makes a root and under it the line's issuer, both P-256 with PILOT in their names, and keeps them in `folder/name/`.
 * For trying out: a plant in earnest imports an intermediate of its own. Errors: `pki.name-taken`, `pki.bad-name`.
 */
export async function createPilotAuthority(options: AuthorityFile): Promise<CertificateAuthority> {
  const { folder, name, passphrase, clock = systemClock } = options;
  checkAuthorityName(name);
  const root: Certified = { name: pilotName(`${name} PILOT Root CA`), pair: await newPair() };
  const line: Certified = { name: pilotName(`${name} PILOT Line CA`), pair: await newPair() };
  const chain = [
    await certify(line, root, { years: lineYears, pathLength: 0, now: clock.now() }),
    await certify(root, root, { years: rootYears, pathLength: 1, now: clock.now() }),
  ];
  await writeAuthority(folder, name, {
    pilot: true,
    chain,
    keyPem: await encryptPrivateKey(line.pair.privateKey, passphrase),
    rootKeyPem: await encryptPrivateKey(root.pair.privateKey, passphrase),
  });
  return fileAuthority({ name, pilot: true, chain, privateKey: line.pair.privateKey, clock });
}

const newPair = (): Promise<Pair> => generate("ec", { namedCurve: "P-256" });
const pilotName = (commonName: string): Name => new Name([{ CN: [{ utf8String: commonName }] }]);

async function certify(
  subject: Certified,
  issuer: Certified,
  { years, pathLength, now }: { readonly years: number; readonly pathLength: number; readonly now: Date },
): Promise<Uint8Array> {
  const { key, algorithm } = signingKey(issuer.pair.privateKey);
  const second = Math.floor(now.getTime() / 1000) * 1000;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: subject.name,
    issuer: issuer.name,
    notBefore: new Date(second - backdatedMs),
    notAfter: new Date(second + years * msPerYear),
    publicKey: spki(subject.pair),
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, pathLength, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(spki(subject.pair)),
      await AuthorityKeyIdentifierExtension.create(spki(issuer.pair)),
    ],
  });
  return new Uint8Array(certificate.rawData);
}

const spki = ({ publicKey }: Pair) => new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
