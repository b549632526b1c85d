import { create } from "../commands/create.ts";
import { load } from "../commands/load.ts";
import { handleText } from "../persistent/handle-text.ts";
import { persistKey, type TransientKey } from "../persistent/persist-key.ts";
import { readPersistentKey } from "../persistent/read-persistent-key.ts";
import { openStorageRootKey, type OpenStorageRootKey } from "../storage-root-key/open-storage-root-key.ts";
import { NO_SENSITIVE } from "../structures/tpms-sensitive-create.ts";
import { EMPTY_PASSWORD } from "../structures/tpms-auth-command.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { deviceKeyTemplates, type TpmKeyAlgorithm } from "../templates/device-key.ts";
import { tpmErrors } from "../tpm-errors.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { algorithmOfDeviceKey } from "./algorithm-of-device-key.ts";

export interface DeviceKeyOrder {
  /** Where the key stays, as 0x81000101. */
  readonly handle: number;
  readonly algorithm: TpmKeyAlgorithm;
  /** Also keep the storage root key at 0x81000001, if nothing is there. */
  readonly persistStorageRootKey: boolean;
}

export interface DeviceKeyFound {
  readonly publicArea: TpmtPublic;
  readonly made: boolean;
  /** `untouched`: the key was there, so no parent was needed. */
  readonly storageRootKey: OpenStorageRootKey["source"] | "untouched";
}

/**
 * The key at a persistent handle, made under the storage root key now if nothing is there. A key of the same template is kept,
 * whoever made it; anything else is `tpm.handle-taken`, and is never overwritten. What is cut off before the last command leaves
 * only transient objects, which the next `connectTpm` frees.
 */
export async function ensureDeviceKey(tpm: Tpm, order: DeviceKeyOrder, signal?: AbortSignal): Promise<DeviceKeyFound> {
  const present = await readPersistentKey(tpm, order.handle, signal);
  if (present !== undefined) {
    refuseOther(present, order);
    if (!order.persistStorageRootKey) return { publicArea: present, made: false, storageRootKey: "untouched" };
  }
  return withTransients(tpm, async (keep) => {
    const parent = await openStorageRootKey(tpm, keep, { persist: order.persistStorageRootKey, signal });
    if (present !== undefined) return { publicArea: present, made: false, storageRootKey: parent.source };
    const key = await makeKey(tpm, parent.handle, order.algorithm, signal);
    keep(key.handle);
    await persistKey(tpm, key, order.handle, signal);
    return { publicArea: key.publicArea, made: true, storageRootKey: parent.source };
  });
}

function refuseOther(key: TpmtPublic, { handle, algorithm }: DeviceKeyOrder): void {
  const found = algorithmOfDeviceKey(key);
  if (found === algorithm) return;
  throw tpmErrors.handleTaken(
    `${handleText(handle)} holds ${found === undefined ? "a key of another template" : `a device key of ${found}`}, not ${algorithm}`,
  );
}

async function makeKey(
  tpm: Tpm,
  parentHandle: number,
  algorithm: TpmKeyAlgorithm,
  signal: AbortSignal | undefined,
): Promise<TransientKey> {
  const authorizations = [EMPTY_PASSWORD];
  const request = {
    parentHandle,
    inSensitive: NO_SENSITIVE,
    inPublic: deviceKeyTemplates[algorithm],
    outsideInfo: new Uint8Array(0),
    creationPcr: [],
  };
  const { outPrivate, outPublic } = await tpm.run(create, request, { authorizations, signal });
  if (algorithmOfDeviceKey(outPublic) !== algorithm) throw tpmErrors.malformed("Create: a key of another template");
  const loading = { parentHandle, inPrivate: outPrivate, inPublic: outPublic };
  const { objectHandle } = await tpm.run(load, loading, { authorizations, signal });
  return { handle: objectHandle, publicArea: outPublic };
}
