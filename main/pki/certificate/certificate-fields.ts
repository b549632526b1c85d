import { readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { pkiErrors } from "../pki-errors.ts";

const versionTag = 0xa0;

/** Names of a certificate byte by byte: a name is the same only if its encoding is (RFC 5280 §7.1 has more; OpenSSL compares so too). */
export interface CertificateNames {
  /** Name, DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
}

/** Reads them from a certificate that has been found sound before. Throws `pki.bad-certificate`. */
export function certificateNames(der: Uint8Array): CertificateNames {
  try {
    const { content } = readDerElement(readDerElement(der).content);
    const skipped = readDerElement(content).tag === versionTag ? 3 : 2;
    let offset = 0;
    for (let index = 0; index < skipped; index += 1) offset = readDerElement(content, offset).end;
    const issuerEnd = readDerElement(content, offset).end;
    const validityEnd = readDerElement(content, issuerEnd).end;
    const subjectEnd = readDerElement(content, validityEnd).end;
    return { issuer: content.slice(offset, issuerEnd), subject: content.slice(validityEnd, subjectEnd) };
  } catch (cause) {
    throw pkiErrors.badCertificate("a certificate without names", cause);
  }
}

/** The elements of a SEQUENCE. */
export const membersOf = (der: Uint8Array): ReturnType<typeof readDerElements> =>
  readDerElements(readDerElement(der).content);
