import { setTimeout as delay } from "node:timers/promises";
import { fromBase64 } from "../../../main/base/bytes/base64.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { patientClient } from "./patient-client.ts";
import { hasSymmetricKey, registrationIdOf } from "./soak-entries.ts";

const mostTries = 200;
/** To reach a service that has just been away. */
const triesAfterwards = 50;

/**
 * The devices with a symmetric key register while the station works, each as often as it takes; answers how many have. After `over`
 * nobody waits any more for a device that is not enrolled by then.
 */
export async function registerDevices(dps: PracticeDps, units: number, over: AbortSignal): Promise<number> {
  const client = patientClient(dps);
  let registered = 0;
  try {
    for (const number of Array.from({ length: units }, (_, index) => index).filter(hasSymmetricKey)) {
      const key = await keyOf(client, number, over);
      if (key === undefined) continue;
      await registerOne(dps, registrationIdOf(number), key);
      registered += 1;
    }
    return registered;
  } finally {
    client.close();
  }
}

/** A device has its key from the station; here it is asked of the service, once it is there. */
async function keyOf(client: DpsClient, number: number, over: AbortSignal): Promise<Uint8Array | undefined> {
  for (let left = triesAfterwards; left > 0; left -= over.aborted ? 1 : 0) {
    const mechanism = await client.getAttestationMechanism(registrationIdOf(number)).catch(() => undefined);
    const key = mechanism?.symmetricKey?.primaryKey;
    if (typeof key === "string" && key !== "") return fromBase64(key);
    await delay(100);
  }
  return undefined;
}

async function registerOne(dps: PracticeDps, registrationId: string, symmetricKey: Uint8Array): Promise<void> {
  const { endpoint, idScope, caPem: ca } = dps;
  const registration = { endpoint, idScope, registrationId, attestation: "symmetric-key" } as const;
  for (let tries = 1; ; tries += 1) {
    try {
      await registerDevice({ endpoint, ca, registration, symmetricKey });
      return;
    } catch (error) {
      if (tries >= mostTries) throw error;
      await delay(10);
    }
  }
}
