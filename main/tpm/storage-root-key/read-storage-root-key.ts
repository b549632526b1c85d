import { readPersistentKey } from "../persistent/read-persistent-key.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { PERSISTENT_HANDLE } from "../spec/well-known-handles.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import type { Tpm } from "../wire/tpm.ts";

/** What is at 0x81000001; `usable`: a storage key that the empty password opens, RSA or ECC. undefined if nothing is there. */
export interface StorageRootKeyReading {
  readonly publicArea: TpmtPublic;
  readonly usable: boolean;
}

export async function readStorageRootKey(tpm: Tpm, signal?: AbortSignal): Promise<StorageRootKeyReading | undefined> {
  const publicArea = await readPersistentKey(tpm, PERSISTENT_HANDLE.storageRootKey, signal);
  return publicArea === undefined ? undefined : { publicArea, usable: isStorageRootKey(publicArea) };
}

/** noDA, so that a wrong guess at a password somebody set cannot count towards a lock-out. */
const wanted =
  TPMA_OBJECT.fixedTPM |
  TPMA_OBJECT.fixedParent |
  TPMA_OBJECT.userWithAuth |
  TPMA_OBJECT.noDA |
  TPMA_OBJECT.restricted |
  TPMA_OBJECT.decrypt;

const isStorageRootKey = (key: TpmtPublic): boolean =>
  key.type !== TPM_ALG.KEYEDHASH &&
  key.symmetric !== undefined &&
  (key.objectAttributes & (wanted | TPMA_OBJECT.sign)) === wanted;
