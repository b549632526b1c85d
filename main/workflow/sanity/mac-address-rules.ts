import { fromHex } from "../../base/bytes/bytes.ts";

/** One rule the MAC address of a product must not fall under. `address` is six bytes. */
export interface MacAddressRule {
  /** Named in the failure's detail and in docs/recipes.md. */
  readonly name: string;
  readonly matches: (address: Uint8Array) => boolean;
}

const startsWith = (...starts: readonly string[]): MacAddressRule["matches"] => {
  const known = starts.map((start) => fromHex(start));
  return (address) => known.some((start) => start.every((byte, index) => byte === address[index]));
};

/** 00-00-5E-00-53-00 to -FF (RFC 9542 §2.1.2), for documents and nothing else. */
const documentation = startsWith("00005e0053");
const counting = startsWith(
  "0123456789ab",
  "001122334455",
  "112233445566",
  "123456789abc",
  "000102030405",
  "010203040506",
);
const fillPattern = startsWith("deadbeef", "00deadbeef", "cafebabe", "00cafebabe", "baadf00d", "feedface", "a5a5a5a5");

/**
 * In this order: the first that matches is named. A locally administered address is none of them: many a product without a number of
 * its own has one by design.
 */
export const macAddressRules: readonly MacAddressRule[] = [
  { name: "all zero", matches: (address) => address.every((byte) => byte === 0) },
  { name: "erased memory", matches: (address) => address.slice(1).every((byte) => byte === 0xff) },
  { name: "one byte repeated", matches: (address) => address.every((byte) => byte === address[0]) },
  { name: "counting digits", matches: counting },
  { name: "debugger's fill pattern", matches: fillPattern },
  { name: "documentation's own range", matches: documentation },
  // IEEE 802: the lowest bit of the first byte means a group, which no sender is.
  { name: "group address", matches: ([first = 0]) => (first & 1) === 1 },
];

/** The bytes of an address in any of the usual spellings; `undefined` for what is none. */
export function readMacAddress(text: string): Uint8Array | undefined {
  const digits = text.replaceAll(/[:.\-\s]/g, "");
  return /^[0-9A-Fa-f]{12}$/.test(digits) ? fromHex(digits.toLowerCase()) : undefined;
}
