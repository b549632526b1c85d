import { baseErrors } from "../../base/errors/base-errors.ts";
import type { DeviceKeys, DeviceSession } from "../../device/device-session.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { unitErrors } from "../unit-errors.ts";
import { type KeyDescription, TpmDeviceKeys } from "./tpm-device-keys.ts";

/** Where a key in the TPM stays if the recipe names no handle. */
export const usualKeyHandle = 0x81000101;

export interface UnitKeys {
  readonly keys: DeviceKeys;
  /** Empty where the device alone knows about its key. */
  readonly describe: (signal: AbortSignal) => Promise<KeyDescription>;
}

/** The keys a recipe wants to be used: the device's own, or those in its TPM. Throws `unit.missing-capability`. */
export function unitKeys({ attestation }: Recipe, session: DeviceSession): UnitKeys {
  if (attestation.type !== "x509") throw baseErrors.defect("keys belong to X.509 recipes");
  const { where, algorithm, handle } = attestation.key;
  if (where === "device") {
    if (session.keys === undefined) throw unitErrors.missingCapability("device offers no keys");
    return { keys: session.keys, describe: () => Promise.resolve({ facts: {}, measurements: {} }) };
  }
  if (session.tpm === undefined) throw unitErrors.missingCapability("device offers no TPM");
  const keys = new TpmDeviceKeys(session.tpm, {
    algorithm,
    handle: handle === undefined ? usualKeyHandle : Number.parseInt(handle, 16),
    persistStorageRootKey: attestation.persistStorageRootKey ?? false,
  });
  return { keys, describe: (signal) => keys.describe(signal) };
}
