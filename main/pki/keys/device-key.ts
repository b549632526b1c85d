import { createPublicKey, hash, type KeyObject } from "node:crypto";
import { equalBytes, toHex } from "../../base/bytes/bytes.ts";
import { LatelyUsed } from "../../base/lately-used.ts";
import { pkiErrors } from "../pki-errors.ts";

/** The key types a device may have; what the provisioning service's TLS takes (reference: Azure IoT DPS, TLS support). */
export type DeviceKeyAlgorithm = "ec-p256" | "ec-p384" | "rsa-2048" | "rsa-3072";

export interface DeviceKey {
  readonly algorithm: DeviceKeyAlgorithm;
  readonly key: KeyObject;
  /** SubjectPublicKeyInfo as OpenSSL writes it, so that one key has one encoding. */
  readonly spki: Uint8Array;
}

const longestSpki = 2048;
const ordinaryExponent = 65_537n;

/** A unit's key is looked at by the steps that ask, certify, compare and challenge, within a second. */
const lately = new LatelyUsed<DeviceKey>(64);

/** Reads a SubjectPublicKeyInfo (DER). Throws `pki.bad-key` or, for a key we do not take, `pki.bad-algorithm`. */
export function readDeviceKey(spki: Uint8Array): DeviceKey {
  if (spki.length > longestSpki) throw pkiErrors.badKey(`${spki.length} bytes of public key`);
  return lately.get(hash("sha256", spki), () => {
    const key = importKey(spki);
    const algorithm = ordinaryCurve(spki);
    return algorithm === undefined
      ? { algorithm: algorithmOf(key), key, spki: ordinarySpki(key) }
      : { algorithm, key, spki: spki.slice() };
  });
}

/** OpenSSL writes a compressed point as one again, so a curve's key goes by its coordinates. */
function ordinarySpki(key: KeyObject): Uint8Array {
  const plain =
    key.asymmetricKeyType === "ec" ? createPublicKey({ key: key.export({ format: "jwk" }), format: "jwk" }) : key;
  return new Uint8Array(plain.export({ type: "spki", format: "der" }));
}

/** How OpenSSL begins the SubjectPublicKeyInfo of a named curve and an uncompressed point (RFC 5480 §2), and its whole length. */
const ordinaryCurves = [
  { algorithm: "ec-p256", length: 91, start: "3059301306072a8648ce3d020106082a8648ce3d03010703420004" },
  { algorithm: "ec-p384", length: 120, start: "3076301006072a8648ce3d020106052b8104002203620004" },
] as const;

/** The curve of a key that is encoded as OpenSSL would: to ask it takes as long as to import the key. */
function ordinaryCurve(spki: Uint8Array): "ec-p256" | "ec-p384" | undefined {
  return ordinaryCurves.find(
    ({ length, start }) => spki.length === length && toHex(spki.subarray(0, start.length / 2)) === start,
  )?.algorithm;
}

/** Whether two SubjectPublicKeyInfo are the same key, even if encoded in two ways. Throws as `readDeviceKey` does. */
export function isSameKey(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(readDeviceKey(a).spki, readDeviceKey(b).spki);
}

function importKey(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch (cause) {
    throw pkiErrors.badKey("not a SubjectPublicKeyInfo", cause);
  }
}

function algorithmOf(key: KeyObject): DeviceKeyAlgorithm {
  const { namedCurve, modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "ec" && namedCurve === "prime256v1") return "ec-p256";
  if (key.asymmetricKeyType === "ec" && namedCurve === "secp384r1") return "ec-p384";
  const isSoundRsa = key.asymmetricKeyType === "rsa" && (publicExponent ?? 0n) >= ordinaryExponent;
  if (isSoundRsa && modulusLength === 2048) return "rsa-2048";
  if (isSoundRsa && modulusLength === 3072) return "rsa-3072";
  throw pkiErrors.badAlgorithm(`key of type ${key.asymmetricKeyType} ${namedCurve ?? modulusLength ?? ""}`.trim());
}
