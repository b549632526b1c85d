import { z } from "zod";
import { isStationError } from "../../base/errors/station-error.ts";
import { derSequenceLength } from "../certificate/der-length.ts";
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
  const { request, publicKey, scheme, hash, commonNames } = parse(der);
  const { algorithm, spki } = readDeviceKey(publicKey);
  if (!soundSchemes.has(scheme) || !soundHashes.has(hash)) {
    throw pkiErrors.badAlgorithm(`request signed with ${scheme} and ${hash || "no hash"}`);
  }
  if (!(await isProven(request))) throw pkiErrors.badProof("the request's signature is not by the key in it");
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
  readonly request: Pkcs10CertificateRequest;
  readonly publicKey: Uint8Array;
  readonly scheme: string;
  readonly hash: string;
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
    return { request, publicKey, scheme, hash: hash?.name ?? "", commonNames: request.subjectName.getField("CN") };
  } catch (cause) {
    if (isStationError(cause, "pki.bad-request")) throw cause;
    throw pkiErrors.badRequest("not a PKCS #10 request", cause);
  }
}

async function isProven(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify();
  } catch {
    // A signature that cannot even be read proves nothing.
    return false;
  }
}
