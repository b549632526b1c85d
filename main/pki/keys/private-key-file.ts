import { createCipheriv, createPrivateKey, type KeyObject, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { concatBytes, fromHex } from "../../base/bytes/bytes.ts";
import { derToPem } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";

const deriveKey = promisify(pbkdf2);

/** OWASP's figure for PBKDF2 with SHA-256. node:crypto's own export has 2048, and node-forge derives at this count for seconds. */
const iterations = 600_000;
const saltBytes = 16;
const keyBytes = 32;
const blockBytes = 16;

/** Object identifiers of RFC 8018 appendix A and NIST AES, DER content octets. */
const oids = {
  pbes2: fromHex("2a864886f70d01050d"),
  pbkdf2: fromHex("2a864886f70d01050c"),
  hmacWithSha256: fromHex("2a864886f70d0209"),
  aes256Cbc: fromHex("60864801650304012a"),
};

/**
 * Encrypted PKCS #8 (RFC 5958 §3) as PEM, label `ENCRYPTED PRIVATE KEY`: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC;
 * OpenSSL and Node read it. Throws `pki.passphrase` for an empty passphrase.
 */
export async function encryptPrivateKey(privateKey: KeyObject, passphrase: string): Promise<string> {
  if (passphrase === "") throw pkiErrors.passphrase("an empty passphrase protects nothing");
  const salt = randomBytes(saltBytes);
  const initial = randomBytes(blockBytes);
  const key = await deriveKey(passphrase, salt, iterations, keyBytes, "sha256");
  const clear = privateKey.export({ type: "pkcs8", format: "der" });
  try {
    const cipher = createCipheriv("aes-256-cbc", key, initial);
    const sealed = concatBytes(cipher.update(clear), cipher.final());
    return derToPem(sequence(encryptionScheme(salt, initial), octets(sealed)), "ENCRYPTED PRIVATE KEY");
  } finally {
    clear.fill(0);
    key.fill(0);
  }
}

/** Reads such a file, or any PEM private key OpenSSL knows. Throws `pki.passphrase`, or `pki.bad-import` for what is no key. */
export function decryptPrivateKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    // A wrong passphrase shows as bad padding, or as a key that is none after decryption; nothing tells them apart.
    if (/ENCRYPTED/.test(pem)) throw pkiErrors.passphrase("the private key cannot be decrypted with this passphrase");
    throw pkiErrors.badImport("the private key cannot be read", cause);
  }
}

/** AlgorithmIdentifier with PBES2-params (RFC 8018 §A.4). */
function encryptionScheme(salt: Uint8Array, initial: Uint8Array): Uint8Array {
  const count = der(0x02, fromHex(iterations.toString(16).padStart(8, "0")).slice(1));
  const random = sequence(oid(oids.hmacWithSha256), der(0x05));
  const derivation = sequence(oid(oids.pbkdf2), sequence(octets(salt), count, random));
  return sequence(oid(oids.pbes2), sequence(derivation, sequence(oid(oids.aes256Cbc), octets(initial))));
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
const octets = (content: Uint8Array): Uint8Array => der(0x04, content);
const oid = (content: Uint8Array): Uint8Array => der(0x06, content);

/** Tag, shortest length, content (X.690 §8.1, §10.1). */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}
