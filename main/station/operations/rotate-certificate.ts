import { toBase64 } from "../../base/bytes/bytes.ts";
import { systemClock } from "../../base/clock.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { readCertificateFile } from "../../pki/pem.ts";

/**
 * The certificate a unit is to have from now on, checked and as Base64 DER: the first of a PEM file or one DER. The service takes a
 * certificate for a device only if its CN is the registration id (the service's manual). Throws `pki.bad-certificate`, `enrollment.not-possible`.
 */
export function newCertificateFor(registrationId: string, content: Uint8Array): string {
  const [der] = readCertificateFile(content);
  if (der === undefined) throw enrollmentErrors.notPossible("rotate: the file holds no certificate");
  const { subject, notBefore, notAfter } = describeCertificate(der);
  const name = /(?:^|, )CN=([^,]*)/.exec(subject)?.[1];
  if (name?.toLowerCase() !== registrationId.toLowerCase()) {
    throw enrollmentErrors.notPossible(`rotate: the certificate is of "${subject}", not of CN=${registrationId}`);
  }
  const now = systemClock.now().toISOString();
  if (notAfter <= now || notBefore > now) {
    throw enrollmentErrors.notPossible(`rotate: the certificate is in force from ${notBefore} to ${notAfter}, not now`);
  }
  return toBase64(der);
}
