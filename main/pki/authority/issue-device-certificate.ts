import { encodeName, type NameParts } from "../certificate/encode-name.ts";
import { pkiErrors } from "../pki-errors.ts";
import { checkDeviceChain } from "../validate/check-device-chain.ts";
import type { DeviceCertificateOrder, IssuedCertificate } from "./certificate-authority.ts";
import { type Issuer, readIssuer } from "./issuer.ts";
import { signCertificate } from "./sign-certificate.ts";

const longestCommonName = 64;

/** Signs one certificate of the device profile, and reads it back with the eyes of a verifier before it is handed out. */
export async function issueDeviceCertificate(
  issuer: Issuer,
  order: DeviceCertificateOrder,
): Promise<IssuedCertificate> {
  const { publicKey, validityDays, serialNumber, commonName } = order;
  const subject = subjectOf(order);
  const signed = await signCertificate(issuer, { profile: "device", subject, publicKey, validityDays, serialNumber });
  const chain = [signed.certificate, ...readIssuer(issuer).above];
  checkDeviceChain(chain, { issuerChain: issuer.chain, commonName, publicKey, at: issuer.clock.now() });
  return { ...signed, chain };
}

function subjectOf({ commonName, subject }: DeviceCertificateOrder): Uint8Array {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be in a name
  if (commonName.length < 1 || commonName.length > longestCommonName || /[\u0000-\u001f\u007f]/.test(commonName)) {
    throw pkiErrors.badOrder(`common name of ${commonName.length} characters, or with control characters`);
  }
  const { O, OU } = subject;
  const parts: NameParts = [
    ...(O === undefined ? [] : ([["O", O]] as const)),
    ...(OU === undefined ? [] : ([["OU", OU]] as const)),
    ["CN", commonName],
  ];
  return encodeName(parts);
}
