import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { KeyAlgorithm } from "../../device/device-session.ts";
import { type DeviceKey, deviceKey } from "./device-state.ts";

const generate = promisify(generateKeyPair);

/** Makes the key off the event loop: an RSA key takes a good part of a second. */
export async function makeDeviceKey(algorithm: KeyAlgorithm): Promise<DeviceKey> {
  return deviceKey(algorithm, await makePrivateKey(algorithm));
}

async function makePrivateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  switch (algorithm) {
    case "ec-p256":
      return (await generate("ec", { namedCurve: "P-256" })).privateKey;
    case "ec-p384":
      return (await generate("ec", { namedCurve: "P-384" })).privateKey;
    case "rsa-2048":
      return (await generate("rsa", { modulusLength: 2048 })).privateKey;
    default:
      return (await generate("rsa", { modulusLength: 3072 })).privateKey;
  }
}
