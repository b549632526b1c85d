import { type KeyObject, sign } from "node:crypto";
import { fromHex } from "../../base/bytes/bytes.ts";
import { systemClock } from "../../base/clock.ts";
import { issueSignerCertificate } from "../authority/issue-signer-certificate.ts";
import type { Issuer } from "../authority/issuer.ts";
import { readCertificate } from "../certificate/read-certificate.ts";
import { generateKey } from "../keys/generate-key.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";
import { decryptPrivateKey, encryptPrivateKey } from "../keys/private-key-file.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readAuthority, writeAuthority } from "./authority-folder.ts";
import type { AuthorityFile } from "./authority-place.ts";

/** A key that signs documents, with its certificates; the key stays inside. */
export interface SigningKeyInUse {
  /** DER: the key's own certificate first, the root last. */
  readonly chain: readonly Uint8Array[];
  /** SubjectKeyIdentifier of the first. */
  readonly keyIdentifier: Uint8Array;
  /** ECDSA with SHA-256: `raw` is r || s, 64 bytes; `der` an Ecdsa-Sig-Value. */
  sign(bytes: Uint8Array, encoding: "raw" | "der"): Promise<Uint8Array>;
}

export interface SigningKeyOrder extends AuthorityFile {
  readonly commonName: string;
  readonly validityDays: number;
  /** The authority that certifies the key. */
  readonly issuer: Issuer & { readonly pilot: boolean };
}

/** Makes a P-256 key and has it certified; kept in `folder/name/` as an authority is. Throws `pki.name-taken`. */
export async function createSigningKey(order: SigningKeyOrder): Promise<SigningKeyInUse> {
  const { folder, name, passphrase, issuer, commonName, validityDays } = order;
  const privateKey = await generateKey("ec-p256");
  const { publicKey } = privateSigningKey(privateKey);
  const { certificate } = await issueSignerCertificate(issuer, { publicKey, commonName, validityDays });
  const chain = [certificate, ...issuer.chain];
  const keyPem = await encryptPrivateKey(privateKey, passphrase);
  await writeAuthority(folder, name, { pilot: issuer.pilot, chain, keyPem });
  return inUse(chain, privateKey);
}

/** Throws `pki.no-authority`, `pki.passphrase`, `pki.damaged-authority`, `pki.expired`. */
export async function openSigningKey({
  folder,
  name,
  passphrase,
  clock = systemClock,
}: AuthorityFile): Promise<SigningKeyInUse> {
  const { chain, keyPem } = await readAuthority(folder, name);
  const [own] = chain;
  if (own === undefined || keyPem === undefined)
    throw pkiErrors.damagedAuthority(`signing key ${name} has no certificate or no key`);
  const { system } = readCertificate(own);
  const privateKey = decryptPrivateKey(keyPem, passphrase);
  if (!system.checkPrivateKey(privateKey)) throw pkiErrors.damagedAuthority(`key ${name} is not its certificate's`);
  if (clock.now() > system.validToDate) throw pkiErrors.expired(`signing key ${name} ended ${system.validTo}`);
  return inUse(chain, privateKey);
}

function inUse(chain: readonly Uint8Array[], privateKey: KeyObject): SigningKeyInUse {
  const [own = new Uint8Array()] = chain;
  return {
    chain,
    keyIdentifier: fromHex(readCertificate(own).subjectKeyIdentifier ?? ""),
    sign: (bytes, encoding) =>
      Promise.resolve(
        new Uint8Array(
          sign("sha256", bytes, { key: privateKey, dsaEncoding: encoding === "raw" ? "ieee-p1363" : "der" }),
        ),
      ),
  };
}
