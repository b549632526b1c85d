import { randomBytes } from "node:crypto";
import { toHex } from "../../base/bytes/bytes.ts";
import { pkiErrors } from "../pki-errors.ts";

const randomLength = 16;
/** 64 bits at least (CA/Browser Forum baseline §7.1), 20 octets at most with the sign bit clear (RFC 5280 §4.1.2.2). */
const leastBits = 64;
const mostBits = 159;

/** 127 random bits with the top one set, so that the number is positive and its length always the same. */
export function newSerialNumber(): string {
  const bytes = randomBytes(randomLength);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return toHex(bytes);
}

/** Lower-case hexadecimal of even length, without needless zero bytes. Throws `pki.bad-order`. */
export function checkedSerialNumber(hex: string): string {
  if (!/^[0-9A-Fa-f]{1,64}$/.test(hex)) throw pkiErrors.badOrder("serial number is not hexadecimal");
  const number = BigInt(`0x${hex}`);
  const bits = number.toString(2).length;
  if (bits < leastBits || bits > mostBits) throw pkiErrors.badOrder(`serial number of ${bits} bits`);
  const digits = number.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
