import { hash, type KeyObject } from "node:crypto";

/** SHA-1 of the BIT STRING of the key's SubjectPublicKeyInfo, hexadecimal (RFC 5280 §4.2.1.2, method 1): a name, not a protection. */
export function keyIdentifier(key: KeyObject): string {
  return hash("sha1", key.asymmetricKeyType === "rsa" ? rsaBits(key) : curvePointBits(key));
}

const rsaBits = (key: KeyObject): Buffer => key.export({ type: "pkcs1", format: "der" });

/** 0x04 and the two coordinates (SEC 1 §2.3.3). */
function curvePointBits(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
}
