import { createPrivateKey, type KeyObject } from "node:crypto";
import forge from "node-forge";
import { pkiErrors } from "../pki-errors.ts";

/** OWASP's figure for PBKDF2 with SHA-256 is 600 000; node:crypto's own export would use 2048, which is why forge writes the file. */
const iterations = 600_000;
const saltBytes = 16;

/** Encrypted PKCS #8 (RFC 5958) as PEM: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC; OpenSSL and Node read it. */
export function encryptPrivateKey(privateKey: KeyObject, passphrase: string): string {
  if (passphrase === "") throw pkiErrors.passphrase("an empty passphrase protects nothing");
  const clear = privateKey.export({ type: "pkcs8", format: "der" });
  try {
    const info = forge.asn1.fromDer(clear.toString("binary"));
    const sealed = forge.pki.encryptPrivateKeyInfo(info, asUtf8(passphrase), {
      algorithm: "aes256",
      prfAlgorithm: "sha256",
      count: iterations,
      saltSize: saltBytes,
    });
    return forge.pki.encryptedPrivateKeyToPem(sealed).replaceAll("\r\n", "\n");
  } finally {
    clear.fill(0);
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

/** forge takes passphrases as one character a byte. */
const asUtf8 = (text: string): string => Buffer.from(text, "utf8").toString("binary");
