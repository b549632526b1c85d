import { createHmac } from "node:crypto";
import type { PracticeService } from "../practice-service.ts";
import type { StoredGroup } from "../state/stored-enrollment.ts";
import { verifyDeviceSas } from "./device-sas.ts";
import type { DeviceRequest } from "./device-request.ts";

/**
 * The group whose primary or secondary key gives, over the registration id as typed, the key that signed the token. A device does
 * not say which group it is of.
 */
export function findKeyGroup(service: PracticeService, request: DeviceRequest): StoredGroup | undefined {
  return service.store.groups().find(({ attestation }) => {
    if (attestation.type !== "symmetricKey") return false;
    const { primaryKey, secondaryKey } = attestation.symmetricKey;
    const derived = [primaryKey, secondaryKey].map((key) =>
      createHmac("sha256", Buffer.from(key, "base64")).update(request.registrationId, "utf8").digest(),
    );
    return verifyDeviceSas(request, derived);
  });
}
