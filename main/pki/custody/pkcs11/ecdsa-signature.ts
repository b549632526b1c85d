import { toHex } from "../../../base/bytes/bytes.ts";
import { encode } from "../../certificate/encode-der.ts";
import { pkiErrors } from "../../pki-errors.ts";

/** r || s, each as long as the curve's order (PKCS #11 §6.3.1), as Ecdsa-Sig-Value, DER (RFC 3279 §2.2.3). */
export function ecdsaSignatureToDer(raw: Uint8Array): Uint8Array {
  if (raw.length === 0 || raw.length % 2 !== 0) throw pkiErrors.tokenFault(`a signature of ${raw.length} bytes`);
  const half = raw.length / 2;
  return encode.sequence(encode.integer(toHex(raw.subarray(0, half))), encode.integer(toHex(raw.subarray(half))));
}
