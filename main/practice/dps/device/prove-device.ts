import type { PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import type { StoredGroup } from "../state/stored-enrollment.ts";
import type { DeviceRequest } from "./device-request.ts";
import { findKeyGroup } from "./find-key-group.ts";
import { findX509Group } from "./find-x509-group.ts";
import { proveSymmetricKey } from "./prove-symmetric-key.ts";
import { proveTpm } from "./prove-tpm.ts";
import { proveX509 } from "./prove-x509.ts";
import type { ProvenRequest } from "./proven-request.ts";

/**
 * Refuses unless the request proves to come from a device the service knows; for a TPM without a proof that refusal is the
 * challenge. An individual entry goes before any group, also when it is disabled: so one device of a group is shut out. An
 * unknown id and a disabled entry are both told 401002, so that nobody can find out which ids exist (what the real service says
 * to a disabled entry is UNCONFIRMED).
 */
export function proveDevice(service: PracticeService, request: DeviceRequest): ProvenRequest {
  const entry = service.store.enrollment(request.registrationId);
  if (entry === undefined) return { ...request, entry: findGroup(service, request) };
  if (entry.provisioningStatus !== "enabled") throw refusals.unauthorized();
  const { attestation } = entry;
  if (attestation.type === "tpm") proveTpm(service, request, attestation.tpm.endorsementKey);
  else if (attestation.type === "x509") proveX509(request, attestation.x509.clientCertificates);
  else proveSymmetricKey(request, attestation.symmetricKey);
  return { ...request, entry };
}

function findGroup(service: PracticeService, request: DeviceRequest): StoredGroup {
  const group = request.clientChain.length > 0 ? findX509Group(service, request) : findKeyGroup(service, request);
  if (group?.provisioningStatus !== "enabled") throw refusals.unauthorized();
  return group;
}
