import { type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { isStationError } from "../../base/errors/station-error.ts";
import { derHeaderLength, derSequenceLength } from "../certificate/der-length.ts";
import { type DeviceKeyAlgorithm, isSameKey, readDeviceKey } from "../keys/device-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import { Pkcs10CertificateRequest } from "../x509-library.ts";

export interface ExpectedRequest {
  readonly commonName: string;
  /** SubjectPublicKeyInfo of the device key, when it is known already. */
  readonly publicKey?: Uint8Array | undefined;
}

export interface CheckedRequest {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly algorithm: DeviceKeyAlgorithm;
}

const longestRequest = 8192;
const soundHashes: ReadonlySet<string> = new Set(["SHA-256", "SHA-384", "SHA-512"]);
const soundSchemes: ReadonlySet<string> = new Set(["ECDSA", "RSASSA-PKCS1-v1_5"]);
const signatureAlgorithm = z.object({ name: z.string(), hash: z.object({ name: z.string() }).optional() });

/**
 * Checks a PKCS #10 request (DER, RFC 2986): proof of possession, the one common name asked for, the device's own key,
 * an algorithm we take. What else it asks for is not looked at: the profile of the certificate is ours.
 * Errors: `pki.bad-request`, `pki.bad-proof`, `pki.wrong-name`, `pki.wrong-key`, `pki.bad-algorithm`, `pki.bad-key`.
 */
export async function checkCertificateRequest(der: Uint8Array, expected: ExpectedRequest): Promise<CheckedRequest> {
  const { publicKey, scheme, hash, signature, commonNames } = parse(der);
  const { algorithm, spki, key } = readDeviceKey(publicKey);
  if (!soundSchemes.has(scheme) || !soundHashes.has(hash)) {
    throw pkiErrors.badAlgorithm(`request signed with ${scheme} and ${hash || "no hash"}`);
  }
  const fits = (scheme === "ECDSA") === algorithm.startsWith("ec-");
  if (!fits || !isProven(der, { hash, key, signature }))
    throw pkiErrors.badProof("the request's signature is not by the key in it");
  const [commonName] = commonNames;
  if (commonNames.length !== 1 || commonName !== expected.commonName) {
    throw pkiErrors.wrongName(`CN ${JSON.stringify(commonNames)}, expected ${JSON.stringify(expected.commonName)}`);
  }
  if (expected.publicKey !== undefined && !isSameKey(spki, expected.publicKey)) {
    throw pkiErrors.wrongKey("the request is for another key than the device's");
  }
  return { publicKey: spki, algorithm };
}

interface ParsedRequest {
  readonly publicKey: Uint8Array;
  readonly scheme: string;
  readonly hash: string;
  readonly signature: Uint8Array;
  readonly commonNames: readonly string[];
}

function parse(der: Uint8Array): ParsedRequest {
  if (der.length > longestRequest) throw pkiErrors.badRequest(`${der.length} bytes, more than is sensible`);
  try {
    if (derSequenceLength(der) !== der.length) throw pkiErrors.badRequest("bytes after the request");
    // All is read here, because the library parses some parts only when they are asked for.
    const request = new Pkcs10CertificateRequest(Uint8Array.from(der));
    const { name: scheme, hash } = signatureAlgorithm.parse(request.signatureAlgorithm);
    const publicKey = new Uint8Array(request.publicKey.rawData);
    const signature = new Uint8Array(request.signature);
    return { publicKey, scheme, hash: hash?.name ?? "", signature, commonNames: request.subjectName.getField("CN") };
  } catch (cause) {
    if (isStationError(cause, "pki.bad-request")) throw cause;
    throw pkiErrors.badRequest("not a PKCS #10 request", cause);
  }
}

interface Proof {
  readonly hash: string;
  readonly key: KeyObject;
  readonly signature: Uint8Array;
}

/** The signature is over the first part of the request, as it stands there byte for byte (RFC 2986 §4.2). */
function isProven(der: Uint8Array, { hash, key, signature }: Proof): boolean {
  try {
    const content = der.subarray(derHeaderLength(der));
    const signed = content.subarray(0, derSequenceLength(content));
    return verify(hash, signed, { key, dsaEncoding: "der" }, signature);
  } catch {
    // A signature that cannot even be read proves nothing.
    return false;
  }
}
