import { deviceErrors } from "../../device-errors.ts";

const sequenceTag = 0x30;

/** Cuts DER certificates that follow each other (X.690 §8.1: SEQUENCE, definite length); throws `device.bad-answer`. */
export function splitCertificates(bytes: Uint8Array): readonly Uint8Array[] {
  const certificates: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const end = offset + elementLength(bytes.subarray(offset));
    if (end > bytes.length) throw deviceErrors.badAnswer(`certificate chain cut at ${bytes.length} of ${end}`);
    certificates.push(bytes.slice(offset, end));
    offset = end;
  }
  return certificates;
}

/** Head and content; a certificate is between 256 bytes and 64 KiB in practice, a shorter head is taken as well. */
function elementLength(bytes: Uint8Array): number {
  const [tag, short = 0, high = 0, low = 0] = bytes;
  if (tag !== sequenceTag) throw deviceErrors.badAnswer("certificate chain holds something that is no certificate");
  if (short < 0x80) return 2 + short;
  if (short === 0x81) return 3 + high;
  if (short === 0x82) return 4 + (high << 8) + low;
  throw deviceErrors.badAnswer("certificate longer than 64 KiB");
}
