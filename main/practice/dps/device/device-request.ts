import { z } from "zod";
import type { PracticeService } from "../practice-service.ts";
import type { PracticeRequest } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { checkRegistrationId, sameRegistrationId } from "../service/identifiers.ts";

const deviceBody = z.object({
  registrationId: z.string().optional(),
  tpm: z.object({ endorsementKey: z.string().max(4096), storageRootKey: z.string().max(4096) }).nullish(),
  payload: z.json().optional(),
});

export type DeviceBody = z.infer<typeof deviceBody>;

/** A device's request: who it says it is is not proven yet. */
export interface DeviceRequest {
  readonly idScope: string;
  /** As typed in the path. */
  readonly registrationId: string;
  readonly body: DeviceBody;
  readonly authorization: string | undefined;
  /** DER, leaf first. */
  readonly clientChain: readonly Uint8Array[];
}

/** Reads what all device routes share; a wrong scope is 401002. */
export function readDeviceRequest(service: PracticeService, request: PracticeRequest): DeviceRequest {
  const { idScope = "", registrationId = "" } = request.parameters;
  checkRegistrationId(registrationId);
  const parsed = deviceBody.safeParse(request.body ?? {});
  if (!parsed.success) throw refusals.badRequest("Invalid registration request.");
  const named = parsed.data.registrationId ?? registrationId;
  if (!sameRegistrationId(named, registrationId)) {
    throw refusals.badRequest("Invalid RegistrationId: path and body differ.");
  }
  if (idScope.toLowerCase() !== service.idScope.toLowerCase()) throw refusals.unauthorized();
  const authorization = request.headers["authorization"];
  return { idScope, registrationId, body: parsed.data, authorization, clientChain: request.clientChain };
}
