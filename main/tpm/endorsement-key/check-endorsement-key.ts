import { equalBytes, toHex } from "../../base/bytes/bytes.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { decodeTpm2bPublic, encodeTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "../templates/endorsement-key-tcg-l1.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { templateDifference } from "./template-difference.ts";

/** Two bytes of size and 314 of TPMT_PUBLIC: an RSA 2048 EK of the TCG low-range template. */
const wholeSize = 316;
const prefix = encodeTpm2bPublic(endorsementKeyTcgL1).slice(0, wholeSize - 256);

/**
 * Throws unless the bytes are what DPS takes as `endorsementKey`: the TPM2B_PUBLIC of an RSA 2048 EK with the TCG low-range template.
 * Each of the wrong forms seen in the field has a code of its own, `tpm.key-format-…`.
 */
export function checkEndorsementKey(publicArea: Uint8Array): void {
  const wrongForm = recogniseOtherForm(publicArea) ?? checkSize(publicArea);
  if (wrongForm !== undefined) throw wrongForm;
  const key = decode(publicArea);
  if (key.type === TPM_ALG.ECC) throw tpmErrors.keyFormatEcc(`ECC key on curve 0x${key.curveId.toString(16)}`);
  if (key.type !== TPM_ALG.RSA || !startsWith(publicArea, prefix)) {
    throw tpmErrors.keyFormatWrongTemplate(`differs from the TCG low-range template: ${templateDifference(key)}`);
  }
  checkModulus(key.unique);
}

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean => equalBytes(bytes.slice(0, start.length), start);

/** Forms that are no TPM2B_PUBLIC at all, by how they begin. */
function recogniseOtherForm(bytes: Uint8Array): StationError | undefined {
  if (bytes.length === 0) return tpmErrors.keyFormatEmpty("no bytes");
  const begins = (...start: readonly number[]): boolean => startsWith(bytes, Uint8Array.from(start));
  const head = toHex(bytes.slice(0, 8));
  if (begins(0x3a, 0x01, 0x00, 0x00) || begins(0x3a, 0x01, 0x01, 0x00)) {
    return tpmErrors.keyFormatNativeEndian(`begins ${head}: a structure dumped in the machine's own byte order`);
  }
  if (begins(0x30, 0x82) || begins(0x30, 0x81) || begins(0x30, 0x59) || begins(0x30, 0x76)) {
    return tpmErrors.keyFormatPublicKeyInfo(`begins ${head}: DER, most likely a SubjectPublicKeyInfo`);
  }
  const text = Buffer.from(bytes.slice(0, 16)).toString("latin1");
  if (text.startsWith("MI") || text.startsWith("-----BEGIN")) {
    return tpmErrors.keyFormatPublicKeyInfo(`begins "${text.slice(0, 10)}": PEM or its Base64`);
  }
  if (text.startsWith("OgEA"))
    return tpmErrors.keyFormatNativeEndian("Base64 text of a structure in native byte order");
  if (/^[\x20-\x7e\r\n]{8,}$/.test(text)) return tpmErrors.keyFormatText(`begins with the text "${text.slice(0, 8)}"`);
  if (begins(0x00, 0x01, 0x00, 0x0b) || begins(0x00, 0x23, 0x00, 0x0b)) {
    return tpmErrors.keyFormatNoSize(`begins ${head}: a TPMT_PUBLIC without its two bytes of size`);
  }
  return undefined;
}

function checkSize(bytes: Uint8Array): StationError | undefined {
  const [high = 0, low = 0] = bytes;
  const stated = high * 256 + low + 2;
  if (bytes.length < 2 || bytes.length < stated) {
    return tpmErrors.keyFormatTruncated(`${bytes.length} bytes, its size field asks for ${stated}`);
  }
  if (bytes.length > stated) return tpmErrors.keyFormatTrailing(`${bytes.length - stated} bytes after the key`);
  return undefined;
}

function decode(publicArea: Uint8Array): TpmtPublic {
  try {
    return decodeTpm2bPublic(publicArea);
  } catch (cause) {
    throw tpmErrors.keyFormatUnknown(`begins ${toHex(publicArea.slice(0, 12))}`, cause);
  }
}

function checkModulus(modulus: Uint8Array): void {
  const [first = 0] = modulus;
  const last = modulus.at(-1) ?? 0;
  if ((first & 0x80) === 0) throw tpmErrors.keyFormatBadModulus("the modulus has fewer than 2048 bits");
  if ((last & 1) === 0) throw tpmErrors.keyFormatBadModulus("the modulus is even");
}
