import { fromBase64 } from "../base/bytes/base64.ts";
import { decodeSymmetricKey } from "../dps/derive-device-key.ts";
import type { QueuedEntry } from "../enrollment/enrollment-store.ts";
import { lacksKeys, pairOf, sealName, withKeys } from "../enrollment/symmetric-key-pair.ts";
import type { Records } from "../records/records.ts";
import type { SymmetricKeyCustody } from "../workflow/keys/symmetric-key-custody.ts";
import { DeviceSecrets } from "./device-secrets.ts";
import type { SecretStore } from "./secret-store.ts";
import type { ServiceStore } from "./service-store.ts";

export interface SymmetricKeyParts {
  readonly records: Records;
  readonly secrets: SecretStore;
  readonly services: ServiceStore;
}

/** Keys that units share with their service: sealed by the station's secret key while they wait, read back from the service after. */
export function symmetricKeyCustody({ secrets, services }: SymmetricKeyParts): SymmetricKeyCustody {
  const named = new DeviceSecrets(secrets);
  return {
    groupKey: async (secretName) => decodeSymmetricKey(await named.get(secretName)),
    seal: (name, secret) => secrets.seal(name, secret),
    open: (name, sealed) => secrets.open(name, sealed),
    atService: async (service, registrationId, signal) => {
      const client = await services.client(service);
      const mechanism = await client.getAttestationMechanism(registrationId, { signal });
      const text = mechanism?.symmetricKey?.primaryKey;
      return text === null || text === undefined || text === "" ? undefined : fromBase64(text);
    },
  };
}

/** An entry as it is sent: keys that wait sealed beside it are put in, at the last moment. Throws `set-up.secret`. */
export async function completeEntry(
  { records, secrets }: SymmetricKeyParts,
  { registrationId, entry }: QueuedEntry,
): Promise<unknown> {
  if (!lacksKeys(entry)) return entry;
  const waiting = await records.symmetricKeys.find(registrationId);
  if (waiting === undefined) return entry;
  return withKeys(entry, pairOf(await secrets.open(sealName(registrationId), waiting.sealed)));
}
