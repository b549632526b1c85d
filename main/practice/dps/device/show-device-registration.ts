import type { PracticeService } from "../practice-service.ts";
import { readCertificate } from "../service/read-certificate.ts";
import { showRegistration } from "../service/show-enrollment.ts";
import type { StoredRegistration } from "../state/stored-enrollment.ts";
import type { ProvenRequest } from "./proven-request.ts";
import { sealHubKey } from "./prove-tpm.ts";

/** `registrationState` as the device sees it: with what its kind of attestation adds. */
export function showDeviceRegistration(
  service: PracticeService,
  request: ProvenRequest,
  { registration, hubKey }: { readonly registration: StoredRegistration; readonly hubKey: Uint8Array },
): object {
  const shown = showRegistration(registration);
  if (registration.status !== "assigned") return shown;
  const { entry } = request;
  const group = "enrollmentGroupId" in entry ? { enrollmentGroupId: entry.enrollmentGroupId } : {};
  if (entry.attestation.type === "tpm") {
    return { ...shown, tpm: { authenticationKey: sealHubKey(service, request, hubKey) } };
  }
  if (entry.attestation.type === "symmetricKey") return { ...shown, symmetricKey: group };
  const [leaf, issuer] = request.clientChain.map((der) => readCertificate(Buffer.from(der).toString("base64")).info);
  const signer = "enrollmentGroupId" in entry && issuer !== undefined ? { signingCertificateInfo: issuer } : {};
  return { ...shown, x509: { certificateInfo: leaf, ...group, ...signer } };
}
