import type { PracticeService } from "../practice-service.ts";
import { readCertificate } from "../service/read-certificate.ts";
import type { StoredRegistration } from "../state/stored-enrollment.ts";
import type { DeviceRequest } from "./device-request.ts";
import { sealHubKey } from "./prove-tpm.ts";

/** `registrationState` as the device sees it: with what its kind of attestation adds. */
export function showDeviceRegistration(
  service: PracticeService,
  request: DeviceRequest,
  registration: StoredRegistration,
): object {
  if (registration.status !== "assigned") return registration;
  const { type } = request.entry.attestation;
  if (type === "tpm") return { ...registration, tpm: { authenticationKey: sealHubKey(service, request) } };
  if (type === "symmetricKey") return { ...registration, symmetricKey: {} };
  const { info } = readCertificate(Buffer.from(request.clientCertificate ?? []).toString("base64"));
  return { ...registration, x509: { certificateInfo: info } };
}
