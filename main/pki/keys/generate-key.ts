import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { DeviceKeyAlgorithm } from "./device-key.ts";

const generate = promisify(generateKeyPair);

/** What authorities and devices may have. */
export const keyAlgorithms = [
  "ec-p256",
  "ec-p384",
  "rsa-2048",
  "rsa-3072",
] as const satisfies readonly DeviceKeyAlgorithm[];

/** A new private key; its public half is in it. */
export async function generateKey(algorithm: DeviceKeyAlgorithm): Promise<KeyObject> {
  const { privateKey } = await (algorithm.startsWith("ec-")
    ? generate("ec", { namedCurve: algorithm === "ec-p384" ? "P-384" : "P-256" })
    : generate("rsa", { modulusLength: algorithm === "rsa-3072" ? 3072 : 2048 }));
  return privateKey;
}
