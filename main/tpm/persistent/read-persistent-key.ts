import { readPublic } from "../commands/read-public.ts";
import { TPM_RC_FMT1 } from "../spec/tpm-rc.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { isRefusedWith } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";

/** The public area of what is at a persistent handle; undefined if nothing is. */
export async function readPersistentKey(
  tpm: Tpm,
  handle: number,
  signal?: AbortSignal,
): Promise<TpmtPublic | undefined> {
  try {
    return (await tpm.run(readPublic, { objectHandle: handle }, { signal })).outPublic;
  } catch (error) {
    if (isRefusedWith(error, TPM_RC_FMT1.HANDLE)) return undefined;
    throw error;
  }
}
