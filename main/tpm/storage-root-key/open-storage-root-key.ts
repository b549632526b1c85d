import { derivePrimaryKey } from "../endorsement-key/derive-primary-key.ts";
import { persistKey } from "../persistent/persist-key.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { PERSISTENT_HANDLE } from "../spec/well-known-handles.ts";
import { storageRootKey } from "../templates/storage-root-key.ts";
import { tpmErrors } from "../tpm-errors.ts";
import type { Tpm } from "../wire/tpm.ts";
import { readStorageRootKey } from "./read-storage-root-key.ts";

export interface OpenStorageRootKey {
  /** Use it as a parent now; a transient one goes when the caller's `withTransients` ends. */
  readonly handle: number;
  /** `present`: it stood at 0x81000001. `persisted`: put there now. `transient`: made for this use only. */
  readonly source: "present" | "persisted" | "transient";
}

export interface StorageRootKeyOptions {
  /** Keep a missing one at 0x81000001 (TCG TPM v2.0 Provisioning Guidance, clause 7.5.1). */
  readonly persist: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The storage root key: the one at 0x81000001, else the RSA 2048 one of the usual template, which is the same key each time. Throws
 * `tpm.handle-taken` if it is to be kept but something that is no storage key stands in its place.
 */
export async function openStorageRootKey(
  tpm: Tpm,
  keep: (handle: number) => number,
  { persist, signal }: StorageRootKeyOptions,
): Promise<OpenStorageRootKey> {
  const reading = await readStorageRootKey(tpm, signal);
  if (reading?.usable === true) return { handle: PERSISTENT_HANDLE.storageRootKey, source: "present" };
  if (reading !== undefined && persist)
    throw tpmErrors.handleTaken("0x81000001 holds a key that is no storage root key");
  const primary = await derivePrimaryKey(tpm, TPM_RH.OWNER, storageRootKey, signal);
  keep(primary.handle);
  if (!persist) return { handle: primary.handle, source: "transient" };
  await persistKey(tpm, primary, PERSISTENT_HANDLE.storageRootKey, signal);
  return { handle: primary.handle, source: "persisted" };
}
