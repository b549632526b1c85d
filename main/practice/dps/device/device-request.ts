import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import type { PracticeRequest } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { checkRegistrationId, sameRegistrationId } from "../service/identifiers.ts";
import type { StoredEnrollment } from "../state/stored-enrollment.ts";

const deviceBody = z.object({
  registrationId: z.string().optional(),
  tpm: z.object({ endorsementKey: z.string().max(4096), storageRootKey: z.string().max(4096) }).nullish(),
  payload: z.json().optional(),
});

export type DeviceBody = z.infer<typeof deviceBody>;

/** A device's request, with its entry found. */
export interface DeviceRequest {
  readonly idScope: string;
  /** As typed in the path. */
  readonly registrationId: string;
  readonly entry: StoredEnrollment;
  readonly body: DeviceBody;
  readonly authorization: string | undefined;
  readonly clientCertificate: Uint8Array | undefined;
}

/**
 * Reads what all device routes share. A wrong scope, an unknown id and a disabled entry are all told 401002, so that nobody can
 * find out which ids exist (what the real service says to a disabled entry is UNCONFIRMED).
 */
export function readDeviceRequest(service: PracticeService, request: PracticeRequest): DeviceRequest {
  const { idScope = "", registrationId = "" } = request.parameters;
  checkRegistrationId(registrationId);
  const parsed = deviceBody.safeParse(request.body ?? {});
  if (!parsed.success) throw refusals.badRequest("Invalid registration request.");
  const named = parsed.data.registrationId ?? registrationId;
  if (!sameRegistrationId(named, registrationId)) {
    throw refusals.badRequest("Invalid RegistrationId: path and body differ.");
  }
  const entry = service.store.enrollment(registrationId);
  const known = idScope.toLowerCase() === service.idScope.toLowerCase() && entry?.provisioningStatus === "enabled";
  if (!known || entry === undefined) throw refusals.unauthorized();
  const authorization = request.headers["authorization"];
  return {
    idScope,
    registrationId,
    entry,
    body: parsed.data,
    authorization,
    clientCertificate: request.clientCertificate,
  };
}
