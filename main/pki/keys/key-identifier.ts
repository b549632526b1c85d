import { hash } from "node:crypto";
import { readDerElement, readDerElements } from "../../base/bytes/der.ts";

/** SHA-1 of the BIT STRING of a SubjectPublicKeyInfo (DER), hexadecimal (RFC 5280 §4.2.1.2, method 1): a name, not a protection. */
export function keyIdentifier(spki: Uint8Array): string {
  const [, key] = readDerElements(readDerElement(spki).content);
  // Before the bits stands the number of those left over at the end, which is none.
  return hash("sha1", key?.content.subarray(1) ?? new Uint8Array());
}
