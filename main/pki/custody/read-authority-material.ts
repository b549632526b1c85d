import { createPrivateKey, type KeyObject } from "node:crypto";
import forge from "node-forge";
import { decryptPrivateKey } from "../keys/private-key-file.ts";
import { readCertificateFile } from "../pem.ts";
import { pkiErrors } from "../pki-errors.ts";

/** What a file brings: one private key, and certificates in whatever order they stand. */
export interface AuthorityMaterial {
  readonly privateKey: KeyObject;
  readonly certificates: readonly Uint8Array[];
}

const keyBlock = /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----[^-]*(?:-[^-]+)*?-----END \1-----/;

/** Reads PKCS #12 (RFC 7292) or PEM. Errors: `pki.passphrase`, `pki.bad-import`. */
export function readAuthorityMaterial(content: Uint8Array, passphrase: string | undefined): AuthorityMaterial {
  return content[0] === 0x30 ? fromPkcs12(content, passphrase ?? "") : fromPem(content, passphrase);
}

function fromPem(content: Uint8Array, passphrase: string | undefined): AuthorityMaterial {
  const text = Buffer.from(content).toString("latin1");
  const [pem] = keyBlock.exec(text) ?? [];
  if (pem === undefined) throw pkiErrors.badImport("no private key in the file");
  return { privateKey: decryptPrivateKey(pem, passphrase), certificates: readCertificateFile(content) };
}

function fromPkcs12(content: Uint8Array, passphrase: string): AuthorityMaterial {
  const bags = openPkcs12(content, passphrase);
  const keys = bags.filter(
    ({ type }) => type === forge.pki.oids["keyBag"] || type === forge.pki.oids["pkcs8ShroudedKeyBag"],
  );
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    throw pkiErrors.badImport(`${keys.length} private keys in the file, one expected`);
  try {
    return {
      privateKey: createPrivateKey({ key: derOf(keyInfoOf(key)), format: "der", type: "pkcs8" }),
      certificates: bags
        .filter(({ type }) => type === forge.pki.oids["certBag"])
        .map((bag) => new Uint8Array(derOf(certificateOf(bag)))),
    };
  } catch (cause) {
    throw pkiErrors.badImport("a bag of the PKCS #12 file cannot be read", cause);
  }
}

/**
 * forge decodes RSA contents itself and leaves the others, EC among them, as ASN.1. It knows one form of passphrase, but
 * the seal of a file takes it as UTF-16 and the newer ciphers (PBES2) as UTF-8. Where these differ, the seal is checked
 * first, and the contents are opened from a copy without it: opened in the wrong form they are noise, which now and then
 * looks decrypted and is then no DER.
 */
function openPkcs12(content: Uint8Array, passphrase: string): readonly forge.pkcs12.Bag[] {
  const file = parsePkcs12(content);
  try {
    return bagsOf(file, passphrase);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unknown";
    const isSealSound = !/MAC could not be verified/.test(reason);
    const asUtf8 = Buffer.from(passphrase, "utf8").toString("binary");
    if (isSealSound && asUtf8 !== passphrase) return openUnsealed(file, asUtf8);
    if (/password|decrypt/i.test(reason)) throw pkiErrors.passphrase("the file cannot be opened with this passphrase");
    throw pkiErrors.badImport(`not a PKCS #12 file we can read: ${reason}`, cause);
  }
}

function parsePkcs12(content: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(Buffer.from(content).toString("binary"));
  } catch (cause) {
    throw pkiErrors.badImport("not a PKCS #12 file", cause);
  }
}

function openUnsealed(file: forge.asn1.Asn1, passphrase: string): readonly forge.pkcs12.Bag[] {
  try {
    const parts = Array.isArray(file.value) ? file.value.slice(0, 2) : [];
    return bagsOf({ ...file, value: parts }, passphrase);
  } catch {
    throw pkiErrors.passphrase("the contents of the file cannot be decrypted with this passphrase");
  }
}

const bagsOf = (file: forge.asn1.Asn1, passphrase: string): readonly forge.pkcs12.Bag[] =>
  forge.pkcs12.pkcs12FromAsn1(file, true, passphrase).safeContents.flatMap(({ safeBags }) => safeBags);

const keyInfoOf = ({ key, asn1 }: forge.pkcs12.Bag): forge.asn1.Asn1 =>
  key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1;

const certificateOf = ({ cert, asn1 }: forge.pkcs12.Bag): forge.asn1.Asn1 =>
  cert ? forge.pki.certificateToAsn1(cert) : asn1;

const derOf = (value: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), "binary");
