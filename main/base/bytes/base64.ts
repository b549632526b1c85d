import { baseErrors } from "../errors/base-errors.ts";

const pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Strict standard Base64 (RFC 4648 §4, padded); anything else throws `station.malformed`. */
export function fromBase64(text: string): Uint8Array {
  if (!pattern.test(text)) throw baseErrors.malformed("not standard Base64");
  return new Uint8Array(Buffer.from(text, "base64"));
}
