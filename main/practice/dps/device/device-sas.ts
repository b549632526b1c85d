import { verifySas } from "../server/verify-sas.ts";
import type { DeviceRequest } from "./device-request.ts";

/** True for a token made for `{idScope}/registrations/{registrationId}` with policy name `registration` and one of the keys. */
export function verifyDeviceSas(request: DeviceRequest, keys: readonly Uint8Array[]): boolean {
  const wanted = `${request.idScope}/registrations/${request.registrationId}`.toLowerCase();
  const opens = (resource: string): boolean => resource.toLowerCase() === wanted;
  return verifySas(request.authorization, { policyName: "registration", keys, opens, now: new Date() });
}
