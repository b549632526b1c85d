import { concatBytes } from "../../base/bytes/bytes.ts";
import { readDerElement } from "../../base/bytes/der.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { unwrapStoredCertificate } from "./stored-certificate.ts";

const mostCertificates = 32;
/** More than the whole NV of any TPM. */
const mostCarried = 65_536;

/**
 * The intermediate certificates (DER) in the contents of the maker's NV indices, in their order: several may follow one another in an
 * index, one may go on in the next index, and padding may end each. They say nothing of whom to trust.
 */
export function certificatesInChain(indices: readonly Uint8Array[]): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let carried: Uint8Array = new Uint8Array(0);
  for (const contents of indices) {
    const own = splitCertificates(unwrapStoredCertificate(contents));
    const joined = carried.length === 0 ? own : splitCertificates(concatBytes(carried, contents));
    // Where what was cut off in the last index does not go on in this one, this one stands for itself.
    const taken = own.certificates.length > 0 ? own : joined;
    found.push(...taken.certificates);
    carried = taken.rest.slice(0, mostCarried);
    if (found.length >= mostCertificates) return found.slice(0, mostCertificates);
  }
  return found;
}

interface Split {
  readonly certificates: readonly Uint8Array[];
  /** A certificate that is cut off, as far as it goes; else empty. */
  readonly rest: Uint8Array;
}

function splitCertificates(bytes: Uint8Array): Split {
  const certificates: Uint8Array[] = [];
  let offset = 0;
  while (bytes[offset] === 0x30 && certificates.length < mostCertificates) {
    try {
      const { end } = readDerElement(bytes, offset);
      certificates.push(bytes.slice(offset, end));
      offset = end;
    } catch (error) {
      if (!isStationError(error)) throw error;
      return { certificates, rest: bytes.slice(offset) };
    }
  }
  return { certificates, rest: new Uint8Array(0) };
}
