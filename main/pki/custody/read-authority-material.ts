import { createPrivateKey, type KeyObject } from "node:crypto";
import forge from "node-forge";
import { isStationError } from "../../base/errors/station-error.ts";
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

/** forge decodes RSA contents itself and leaves the others, EC among them, as ASN.1. */
function openPkcs12(content: Uint8Array, passphrase: string): readonly forge.pkcs12.Bag[] {
  try {
    const pfx = forge.pkcs12.pkcs12FromAsn1(
      forge.asn1.fromDer(Buffer.from(content).toString("binary")),
      true,
      passphrase,
    );
    return pfx.safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (cause) {
    if (isStationError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : "unknown";
    if (/password/i.test(reason)) throw pkiErrors.passphrase("the file cannot be opened with this passphrase");
    throw pkiErrors.badImport(`not a PKCS #12 file we can read: ${reason}`, cause);
  }
}

const keyInfoOf = ({ key, asn1 }: forge.pkcs12.Bag): forge.asn1.Asn1 =>
  key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)) : asn1;

const certificateOf = ({ cert, asn1 }: forge.pkcs12.Bag): forge.asn1.Asn1 =>
  cert ? forge.pki.certificateToAsn1(cert) : asn1;

const derOf = (value: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), "binary");
