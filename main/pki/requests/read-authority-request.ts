import { readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { commonNamesOf } from "../certificate/distinguished-name.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readPem } from "../pem.ts";
import { type CheckedRequest, checkCertificateRequest } from "./check-certificate-request.ts";

/**
 * The request of another authority (PKCS #10, PEM or DER): its name is taken as it is, its key must have signed it. Errors:
 * `pki.bad-request`, `pki.bad-proof`, `pki.bad-algorithm`, `pki.bad-key`.
 */
export async function readAuthorityRequest(
  file: Uint8Array,
): Promise<CheckedRequest & { readonly commonName: string }> {
  const der = requestIn(file);
  const commonName = commonNameOf(der);
  return { ...(await checkCertificateRequest(der, { commonName })), commonName };
}

function requestIn(file: Uint8Array): Uint8Array {
  if (file[0] === 0x30) return file;
  const blocks = readPem(Buffer.from(file).toString("latin1"));
  const found = blocks.find(({ label }) => /^(NEW )?CERTIFICATE REQUEST$/.test(label));
  if (found === undefined) throw pkiErrors.badRequest("no certificate request in the file");
  return found.bytes;
}

function commonNameOf(der: Uint8Array): string {
  try {
    const [, subject] = readDerElements(readDerElement(readDerElement(der).content).content);
    return commonNamesOf(subject?.content ?? new Uint8Array(0))[0] ?? "";
  } catch (cause) {
    throw pkiErrors.badRequest("not a PKCS #10 request", cause);
  }
}
