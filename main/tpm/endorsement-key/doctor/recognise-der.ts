import { toHex } from "../../../base/bytes/bytes.ts";
import { type DerElement, readDerElement, readDerElements } from "../../../base/bytes/der.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { unwrapStoredCertificate } from "../stored-certificate.ts";
import { type EndorsementKeyForm, type Finding, type Recogniser, unusable } from "./examination.ts";
import { assumeStandardTemplate, type RsaNumbers, withoutLeadingZeros } from "./rebuild-endorsement-key.ts";

const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  version: 0xa0,
};

/** rsaEncryption and, as some makers mark their EKs, id-RSAES-OAEP (RFC 8017 §A); id-ecPublicKey (RFC 5480 §2.1.1). */
const rsaAlgorithms = ["2a864886f70d010101", "2a864886f70d010107"];
const ecAlgorithm = "2a8648ce3d0201";
/** tcg-kp-EKCertificate, 2.23.133.8.1, as DER has it. */
const endorsementPurpose = "06056781050801";

/** X.509 certificate (RFC 5280 §4.1), SubjectPublicKeyInfo (§4.1.2.7), RSAPublicKey (RFC 8017 §A.1.1) or a private key, in DER. */
export const recogniseDer: Recogniser = (content) => {
  // As it lies in a TPM's NV: behind the header of TPM 1.2 in some, and padded.
  const bytes = unwrapStoredCertificate(content);
  if (bytes[0] !== TAG.sequence) return undefined;
  try {
    const whole = readDerElement(bytes);
    const members = readDerElements(whole.content);
    return certificate(members) ?? keyInfo(members) ?? rsaPublicKey(members) ?? privateKey(members);
  } catch (error) {
    if (!isStationError(error)) throw error;
    return cutShort(bytes);
  }
};

function cutShort(bytes: Uint8Array): Finding | undefined {
  const [, second = 0] = bytes;
  if (second !== 0x81 && second !== 0x82) return undefined;
  return unusable("truncated", "The beginning of a certificate or public key in DER.", "It is cut short, or damaged.");
}

const tagsOf = (members: readonly DerElement[]): string => members.map(({ tag }) => tag.toString(16)).join(" ");

function certificate(members: readonly DerElement[]): Finding | undefined {
  if (tagsOf(members) !== "30 30 3") return undefined;
  const fields = readDerElements(members[0]?.content ?? new Uint8Array(0));
  const info = fields[fields[0]?.tag === TAG.version ? 6 : 5];
  if (info?.tag !== TAG.sequence)
    return unusable("unknown", "A signed structure that is no certificate.", "It holds no endorsement key.");
  const what = "An X.509 certificate";
  if (!toHex(members[0]?.content ?? new Uint8Array(0)).includes(endorsementPurpose)) {
    return unusable(
      "certificate",
      `${what} of something else.`,
      "It is not marked as the certificate of an endorsement key.",
    );
  }
  return (
    publicKey(readDerElements(info.content), "certificate", "An X.509 certificate of an endorsement key") ??
    unusable("certificate", `${what} of an endorsement key.`, "Its key is of a kind that is not known here.")
  );
}

const keyInfo = (members: readonly DerElement[]): Finding | undefined =>
  tagsOf(members) === "30 3"
    ? publicKey(members, "public-key-info", "A bare public key (SubjectPublicKeyInfo, as in a PEM file)")
    : undefined;

function publicKey(
  [algorithm, bits]: readonly DerElement[],
  form: EndorsementKeyForm,
  what: string,
): Finding | undefined {
  const [identifier] = readDerElements(algorithm?.content ?? new Uint8Array(0));
  if (identifier?.tag !== TAG.objectIdentifier || bits?.tag !== TAG.bitString) return undefined;
  const name = toHex(identifier.content);
  if (name === ecAlgorithm)
    return unusable("ecc-key", `${what}; the key is an ECC key.`, "DPS takes RSA 2048 endorsement keys only.");
  if (!rsaAlgorithms.includes(name)) return undefined;
  const numbers = rsaNumbers(readDerElements(readDerElement(bits.content.slice(1)).content));
  return numbers === undefined ? undefined : assumeStandardTemplate(form, `${what}.`, numbers);
}

function rsaPublicKey(members: readonly DerElement[]): Finding | undefined {
  const numbers = rsaNumbers(members);
  return numbers === undefined
    ? undefined
    : assumeStandardTemplate("rsa-public-key", "A bare RSA public key (PKCS #1).", numbers);
}

function rsaNumbers(members: readonly DerElement[]): RsaNumbers | undefined {
  const [modulus, exponent] = members;
  if (tagsOf(members) !== "2 2" || modulus === undefined || exponent === undefined) return undefined;
  return { modulus: withoutLeadingZeros(modulus.content), exponent: withoutLeadingZeros(exponent.content) };
}

/** PKCS #8 and PKCS #1 private keys begin with a version. */
function privateKey([version, second]: readonly DerElement[]): Finding | undefined {
  if (version?.tag !== TAG.integer || version.content.length !== 1 || (version.content[0] ?? 0) > 1) return undefined;
  return second?.tag === TAG.sequence || second?.tag === TAG.integer || second?.tag === TAG.octetString
    ? privateKeyFinding
    : undefined;
}

export const privateKeyFinding: Finding = unusable(
  "private-key",
  "A private key.",
  "That of an endorsement key never leaves its TPM, so this is another key. Keep it secret.",
);
