import { constants, type KeyObject, privateEncrypt, randomBytes } from "node:crypto";
import { concatBytes, fromHex } from "../../../base/bytes/bytes.ts";
import { publicPoint, p256Order } from "./ecc-key.ts";
import { integerBytes, integerFrom, modularInverse } from "./integers.ts";

/** DigestInfo without the digest (RFC 8017, appendix B.1), by node:crypto's hash name. */
const digestInfos: Readonly<Record<string, string>> = {
  sha1: "3021300906052b0e03021a05000414",
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/** RSASSA-PKCS1-v1_5 over a digest made elsewhere (RFC 8017, clause 8.2.1); node:crypto's own `sign` would hash again. */
export function signRsaDigest(key: KeyObject, hash: string, digest: Uint8Array): Uint8Array {
  const info = concatBytes(fromHex(digestInfos[hash] ?? ""), digest);
  return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info));
}

export interface EcdsaSignature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

const coordinateBytes = 32;

/** ECDSA on P-256 over a digest made elsewhere (FIPS 186-5, clause 6.4.1). For practice: its time depends on the key. */
export function signEccDigest(d: Uint8Array, digest: Uint8Array): EcdsaSignature {
  const e = integerFrom(digest.subarray(0, coordinateBytes));
  for (;;) {
    const k = (integerFrom(randomBytes(coordinateBytes + 8)) % (p256Order - 1n)) + 1n;
    const r = integerFrom(publicPoint(integerBytes(k, coordinateBytes)).x) % p256Order;
    const s = (modularInverse(k, p256Order) * (e + r * integerFrom(d))) % p256Order;
    if (r !== 0n && s !== 0n) return { r: integerBytes(r, coordinateBytes), s: integerBytes(s, coordinateBytes) };
  }
}
