import { baseErrors } from "../../base/errors/base-errors.ts";
import type { DeviceKeys, DeviceSession } from "../../device/device-session.ts";
import { hierarchyPasswords } from "../endorsement/hierarchy-passwords.ts";
import { isCertified } from "../recipe/recipe-attestation.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { Plant } from "../steps/step.ts";
import { unitErrors } from "../unit-errors.ts";
import { StationKeys } from "./station-keys.ts";
import { type KeyDescription, TpmDeviceKeys } from "./tpm-device-keys.ts";

const describeNothing = (): Promise<KeyDescription> => Promise.resolve({ facts: {}, measurements: {} });

/** Where a key in the TPM stays if the recipe names no handle. */
const usualKeyHandle = 0x81000101;

export interface UnitKeys {
  readonly keys: DeviceKeys;
  /** Empty where the device alone knows about its key. */
  readonly describe: (signal: AbortSignal) => Promise<KeyDescription>;
  /** Puts a key made outside of the device into it, once it is sure that this unit may have it; says whether there was one to put. */
  readonly keep?: ((signal: AbortSignal) => Promise<boolean>) | undefined;
}

/** The keys a recipe wants to be used: the device's own, those in its TPM, or one the station makes for it. Throws `unit.missing-capability`. */
export function unitKeys(recipe: Recipe, session: DeviceSession, plant: Pick<Plant, "secret">): UnitKeys {
  const { attestation } = recipe;
  if (!isCertified(attestation)) throw baseErrors.defect("keys belong to X.509 recipes");
  const { where, algorithm, handle } = attestation.key;
  if (where === "device") {
    if (session.keys === undefined) throw unitErrors.missingCapability("device offers no keys");
    return { keys: session.keys, describe: describeNothing };
  }
  if (where === "station") {
    if (session.keyStore === undefined) throw unitErrors.missingCapability("device takes no key");
    const keys = new StationKeys(session.keyStore);
    return { keys, describe: describeNothing, keep: (signal) => keys.keep(signal) };
  }
  if (session.tpm === undefined) throw unitErrors.missingCapability("device offers no TPM");
  const place = {
    algorithm,
    handle: handle === undefined ? usualKeyHandle : Number.parseInt(handle, 16),
    persistStorageRootKey: attestation.persistStorageRootKey ?? false,
  };
  const keys = new TpmDeviceKeys(session.tpm, place, () => hierarchyPasswords(recipe, plant));
  return { keys, describe: (signal) => keys.describe(signal) };
}
