import type { DeviceKeyAlgorithm } from "../../pki/keys/device-key.ts";
import { keyAlgorithms } from "../../pki/keys/generate-key.ts";
import { readCertificateFile } from "../../pki/pem.ts";
import { setUpErrors } from "../station-errors.ts";

/** The certificates of a file a person gave: DER, PEM or PKCS #7. Throws `set-up.usage` when there is none, `pki.bad-certificate`. */
export function readCertificates(content: Uint8Array): readonly Uint8Array[] {
  const certificates = readCertificateFile(content);
  if (certificates.length === 0) throw setUpErrors.usage("no certificate in the file");
  return certificates;
}

/** The kind of key a person named; undefined if no authority may have it. */
export const authorityKeyAlgorithm = (name: string): DeviceKeyAlgorithm | undefined =>
  keyAlgorithms.find((algorithm) => algorithm === name);
