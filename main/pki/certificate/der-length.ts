import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { pkiErrors } from "../pki-errors.ts";

/**
 * Length in bytes of the DER SEQUENCE that stands at the start of `bytes`, header included (X.690 §8.1.3, definite and
 * shortest form). Throws `pki.bad-certificate` when there is none or it is cut off.
 */
export function derSequenceLength(bytes: Uint8Array): number {
  if (bytes.length < 2 || bytes[0] !== 0x30) throw pkiErrors.badCertificate("no DER sequence");
  const reader = new ByteReader(bytes.subarray(1), "DER header");
  const first = reader.u8();
  const lengthBytes = first & 0x7f;
  if (first === 0x80 || (first > 0x80 && (lengthBytes > 3 || lengthBytes > reader.remaining))) {
    throw pkiErrors.badCertificate("DER length is not of definite form or beyond 16 MiB");
  }
  const content =
    first < 0x80
      ? first
      : Array.from({ length: lengthBytes }, () => reader.u8()).reduce((sum, byte) => sum * 256 + byte, 0);
  const whole = content + bytes.length - reader.remaining;
  if (whole > bytes.length) throw pkiErrors.badCertificate(`DER says ${whole} bytes, ${bytes.length} are there`);
  return whole;
}

/** The certificate at the start of `bytes` without what follows it. Throws `pki.bad-certificate`. */
export const trimmedCertificate = (bytes: Uint8Array): Uint8Array => bytes.slice(0, derSequenceLength(bytes));
