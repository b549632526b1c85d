import { readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { pkiErrors } from "../pki-errors.ts";
import { encode } from "./encode-der.ts";

const oid = { data: "1.2.840.113549.1.7.1", signedData: "1.2.840.113549.1.7.2" } as const;
const tag = { objectIdentifier: 0x06, certificates: 0xa0 } as const;
const signedData = encode.oid(oid.signedData);

/** PKCS #7 without signatures (RFC 2315 §9, RFC 5652 §5.1), DER: what `.p7b` files are, a bag of certificates. */
export function encodeCertificateBundle(certificates: readonly Uint8Array[]): Uint8Array {
  const none = encode.set();
  const content = encode.sequence(
    encode.integer(1),
    none,
    encode.sequence(encode.oid(oid.data)),
    encode.explicit(0, Buffer.concat(certificates)),
    none,
  );
  return encode.sequence(signedData, encode.explicit(0, content));
}

/** Whether DER begins as such a bundle does: a certificate begins with another SEQUENCE. */
export const isCertificateBundle = (der: Uint8Array): boolean =>
  der[0] === 0x30 && readTag(der) === tag.objectIdentifier;

function readTag(der: Uint8Array): number | undefined {
  try {
    return readDerElement(der).content[0];
  } catch {
    return undefined;
  }
}

/** The certificates of a bundle, in its order; signatures in it are not looked at. Throws `pki.bad-certificate`. */
export function decodeCertificateBundle(der: Uint8Array): readonly Uint8Array[] {
  try {
    const [type, explicit] = readDerElements(readDerElement(der).content);
    if (type === undefined || explicit === undefined || !Buffer.from(signedData.subarray(2)).equals(type.content))
      throw new TypeError("no signed data");
    const fields = readDerElements(readDerElement(explicit.content).content);
    const bag = fields.find((field) => field.tag === tag.certificates)?.content ?? new Uint8Array(0);
    return certificatesIn(bag);
  } catch (cause) {
    throw pkiErrors.badCertificate("not a PKCS #7 bundle of certificates", cause);
  }
}

function certificatesIn(bag: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let offset = 0; offset < bag.length; ) {
    const { end } = readDerElement(bag, offset);
    found.push(Uint8Array.from(bag.subarray(offset, end)));
    offset = end;
  }
  return found;
}
