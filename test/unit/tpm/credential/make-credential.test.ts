import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { ByteReader } from "../../../../main/base/bytes/byte-reader.ts";
import { makeCredential } from "../../../../main/tpm/credential/make-credential.ts";
import { objectName } from "../../../../main/tpm/credential/object-name.ts";
import { outerUnwrap } from "../../../../main/tpm/credential/outer-wrap.ts";
import { decodeTpmsIdObject } from "../../../../main/tpm/structures/tpm2b-id-object.ts";
import type { RsaPublic } from "../../../../main/tpm/structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "../../../../main/tpm/templates/endorsement-key-tcg-l1.ts";
import { storageRootKey } from "../../../../main/tpm/templates/storage-root-key.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const modulus = new Uint8Array(Buffer.from(publicKey.export({ format: "jwk" }).n ?? "", "base64url"));
const key: RsaPublic = { ...endorsementKeyTcgL1, unique: modulus };
const name = objectName(storageRootKey);

function openSeed(secret: Uint8Array, privateKey: KeyObject): Uint8Array {
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256", oaepLabel: utf8("IDENTITY\0") };
  return new Uint8Array(privateDecrypt({ key: privateKey, ...oaep }, secret));
}

describe("MakeCredential", () => {
  it("makes what the holder of the key and the named object can open", () => {
    const credential = fromHex("00112233445566778899aabbccddeeff");
    const made = makeCredential(key, name, credential);
    const seed = openSeed(made.secret, privateKey);
    const blob = decodeTpmsIdObject(made.credentialBlob);
    const wrapped = { integrity: blob.integrityHmac, encrypted: blob.encIdentity };
    const plain = outerUnwrap({ hash: "sha256", keyBits: 128, seed, name }, wrapped);
    expect(new ByteReader(plain ?? new Uint8Array(0)).sized()).toEqual(credential);
  });

  it("binds it to the object's name and to every byte", () => {
    const made = makeCredential(key, name, utf8("secret"));
    const seed = openSeed(made.secret, privateKey);
    const blob = decodeTpmsIdObject(made.credentialBlob);
    const wrapped = { integrity: blob.integrityHmac, encrypted: blob.encIdentity };
    const other = { hash: "sha256", keyBits: 128, seed, name: objectName(endorsementKeyTcgL1) };
    expect(outerUnwrap(other, wrapped)).toBeUndefined();
    const flipped = wrapped.encrypted.with(0, (wrapped.encrypted[0] ?? 0) ^ 1);
    expect(outerUnwrap({ ...other, name }, { ...wrapped, encrypted: flipped })).toBeUndefined();
    expect(outerUnwrap({ ...other, name }, { ...wrapped, integrity: new Uint8Array(4) })).toBeUndefined();
  });

  it("never makes the same twice", () => {
    const [first, second] = [makeCredential(key, name, utf8("x")), makeCredential(key, name, utf8("x"))];
    expect(toHex(first.credentialBlob)).not.toBe(toHex(second.credentialBlob));
    expect(toHex(first.secret)).not.toBe(toHex(second.secret));
  });

  it("refuses a key that holds no modulus, or protects with no cipher", () => {
    expect(() => makeCredential({ ...key, unique: new Uint8Array(0) }, name, utf8("x"))).toThrow(/tpm.malformed/);
    expect(() => makeCredential({ ...key, symmetric: undefined }, name, utf8("x"))).toThrow(/tpm.malformed/);
    expect(() => makeCredential({ ...key, nameAlg: 0x7777 }, name, utf8("x"))).toThrow(/tpm.malformed/);
  });
});
