import type { PracticeService } from "../practice-service.ts";
import type { DeviceRequest } from "./device-request.ts";
import { proveSymmetricKey } from "./prove-symmetric-key.ts";
import { proveTpm } from "./prove-tpm.ts";
import { proveX509 } from "./prove-x509.ts";

/** Refuses unless the request proves to come from the entry's device; for a TPM without a proof that refusal is the challenge. */
export function proveDevice(service: PracticeService, request: DeviceRequest): void {
  const { attestation } = request.entry;
  if (attestation.type === "tpm") proveTpm(service, request, attestation.tpm.endorsementKey);
  else if (attestation.type === "x509") proveX509(request, attestation.x509.clientCertificates);
  else proveSymmetricKey(request, attestation.symmetricKey);
}
