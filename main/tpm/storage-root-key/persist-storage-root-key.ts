import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { openStorageRootKey } from "./open-storage-root-key.ts";

/** Keeps the storage root key at 0x81000001 unless one is there. Throws `tpm.handle-taken` if something else is. */
export function persistStorageRootKey(tpm: Tpm, signal?: AbortSignal): Promise<"present" | "persisted"> {
  return withTransients(tpm, async (keep) => {
    const { source } = await openStorageRootKey(tpm, keep, { persist: true, signal });
    return source === "present" ? "present" : "persisted";
  });
}
