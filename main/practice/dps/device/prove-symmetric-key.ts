import { refusals } from "../server/service-refusal.ts";
import { verifyDeviceSas } from "./device-sas.ts";
import type { DeviceRequest } from "./device-request.ts";

/** Either key will do: that is how keys are rolled. */
export function proveSymmetricKey(
  request: DeviceRequest,
  keys: { readonly primaryKey: string; readonly secondaryKey: string },
): void {
  const candidates = [keys.primaryKey, keys.secondaryKey].map((key) => Buffer.from(key, "base64"));
  if (!verifyDeviceSas(request, candidates)) throw refusals.unauthorized();
}
