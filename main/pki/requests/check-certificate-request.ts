import { type KeyObject, verify } from "node:crypto";
import { type DerElement, readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { derSequenceLength } from "../certificate/der-length.ts";
import { commonNamesOf, objectIdentifier } from "../certificate/distinguished-name.ts";
import { type DeviceKeyAlgorithm, isSameKey, readDeviceKey } from "../keys/device-key.ts";
import { pkiErrors } from "../pki-errors.ts";

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
/** What a request may be signed with, by object identifier: RSA PKCS #1 v1.5 (RFC 8017 §A.2.4) and ECDSA (RFC 5758 §3.2). */
const soundSignatures: ReadonlyMap<string, Pick<Proof, "hash"> & { readonly isEc: boolean }> = new Map([
  ["1.2.840.113549.1.1.11", { hash: "sha256", isEc: false }],
  ["1.2.840.113549.1.1.12", { hash: "sha384", isEc: false }],
  ["1.2.840.113549.1.1.13", { hash: "sha512", isEc: false }],
  ["1.2.840.10045.4.3.2", { hash: "sha256", isEc: true }],
  ["1.2.840.10045.4.3.3", { hash: "sha384", isEc: true }],
  ["1.2.840.10045.4.3.4", { hash: "sha512", isEc: true }],
]);
const TAG = { integer: 2, bits: 3, null: 5, oid: 6, sequence: 0x30, attributes: 0xa0 } as const;

/**
 * Checks a PKCS #10 request (DER, RFC 2986): proof of possession, the one common name asked for, the device's own key,
 * an algorithm we take. What else it asks for is not looked at: the profile of the certificate is ours.
 * Errors: `pki.bad-request`, `pki.bad-proof`, `pki.wrong-name`, `pki.wrong-key`, `pki.bad-algorithm`, `pki.bad-key`.
 */
export async function checkCertificateRequest(der: Uint8Array, expected: ExpectedRequest): Promise<CheckedRequest> {
  const { publicKey, signed, signature, signedWith, commonNames } = parse(der);
  const { algorithm, spki, key } = readDeviceKey(publicKey);
  const sound = soundSignatures.get(signedWith);
  if (sound === undefined) throw pkiErrors.badAlgorithm(`request signed with ${signedWith}`);
  const fits = sound.isEc === algorithm.startsWith("ec-");
  if (!fits || !isProven({ signed, signature, key, hash: sound.hash }))
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
  /** CertificationRequestInfo as it stands there byte for byte, which is what was signed (RFC 2986 §4.2). */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** Object identifier. */
  readonly signedWith: string;
  readonly publicKey: Uint8Array;
  readonly commonNames: readonly string[];
}

function parse(der: Uint8Array): ParsedRequest {
  if (der.length > longestRequest) throw pkiErrors.badRequest(`${der.length} bytes, more than is sensible`);
  try {
    if (derSequenceLength(der) !== der.length) throw new RangeError("bytes after the request");
    const { content: whole } = readDerElement(der);
    const [info, algorithm, signature, ...more] = readDerElements(whole);
    if (more.length > 0) throw new TypeError("more than three parts");
    const fields = contentOf(info, TAG.sequence);
    const [version, name, key, attributes, ...rest] = readDerElements(fields);
    contentOf(version, TAG.integer);
    if (rest.length > 0 || (attributes !== undefined && attributes.tag !== TAG.attributes))
      throw new TypeError("more in it than attributes");
    const [unused, ...bits] = contentOf(signature, TAG.bits);
    if (unused !== 0) throw new TypeError("signature with unused bits");
    return {
      signed: whole.slice(0, info?.end),
      signature: Uint8Array.from(bits),
      signedWith: algorithmOf(contentOf(algorithm, TAG.sequence)),
      publicKey: fields.slice(name?.end, key?.end),
      commonNames: commonNamesOf(contentOf(name, TAG.sequence)),
    };
  } catch (cause) {
    throw pkiErrors.badRequest(`not a PKCS #10 request: ${cause instanceof Error ? cause.message : ""}`, cause);
  }
}

/** Object identifier of an AlgorithmIdentifier; its parameters are NULL or absent in all that are taken (RFC 4055 §5, RFC 5758 §3.2). */
function algorithmOf(identifier: Uint8Array): string {
  const [id, parameters, ...more] = readDerElements(identifier);
  if (more.length > 0 || (parameters !== undefined && (parameters.tag !== TAG.null || parameters.content.length > 0)))
    throw new TypeError("algorithm with parameters");
  return objectIdentifier(contentOf(id, TAG.oid));
}

function contentOf(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new TypeError(`tag ${element?.tag ?? "of nothing"} in the place of ${tag}`);
  return element.content;
}

interface Proof {
  readonly hash: "sha256" | "sha384" | "sha512";
  readonly signed: Uint8Array;
  readonly key: KeyObject;
  readonly signature: Uint8Array;
}

function isProven({ hash, signed, key, signature }: Proof): boolean {
  try {
    return verify(hash, signed, { key, dsaEncoding: "der" }, signature);
  } catch {
    // A signature that cannot even be read proves nothing.
    return false;
  }
}
