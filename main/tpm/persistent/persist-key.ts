import { evictControl } from "../commands/evict-control.ts";
import { equalBytes } from "../../base/bytes/bytes.ts";
import { TPM_RC } from "../spec/tpm-rc.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { encodeTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { runForHierarchy } from "../run-for-hierarchy.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { isRefusedWith } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { handleText } from "./handle-text.ts";
import { readPersistentKey } from "./read-persistent-key.ts";

/** A key in a transient slot, both where it is and what it is. */
export interface TransientKey {
  readonly handle: number;
  readonly publicArea: TpmtPublic;
}

/**
 * Keeps a transient key at an empty persistent handle and reads it back. Never puts one key in another's place: the TPM itself
 * refuses a handle that is taken, which is `tpm.handle-taken` here. Throws `tpm.not-kept` if something else is read back.
 */
export async function persistKey(
  tpm: Tpm,
  key: TransientKey,
  persistentHandle: number,
  signal?: AbortSignal,
): Promise<void> {
  const request = { auth: TPM_RH.OWNER, objectHandle: key.handle, persistentHandle };
  try {
    await runForHierarchy(tpm, TPM_RH.OWNER, { command: evictControl, request }, signal);
  } catch (error) {
    if (!isRefusedWith(error, TPM_RC.NV_DEFINED)) throw error;
    throw tpmErrors.handleTaken(`${handleText(persistentHandle)} was taken meanwhile`, error);
  }
  const kept = await readPersistentKey(tpm, persistentHandle, signal);
  if (kept === undefined || !equalBytes(encodeTpm2bPublic(kept), encodeTpm2bPublic(key.publicArea))) {
    throw tpmErrors.notKept(
      `${handleText(persistentHandle)} reads back ${kept === undefined ? "empty" : "another key"}`,
    );
  }
}
