import { flushContext } from "./commands/flush-context.ts";
import { listHandles } from "./list-handles.ts";
import { readTpmProperty } from "./read-tpm-properties.ts";
import { TPM_PT } from "./spec/tpm-pt.ts";
import { HANDLE_FIRST } from "./spec/tpm-rh.ts";
import type { Tpm } from "./wire/tpm.ts";
import { responseCodeOf } from "./wire/refusal.ts";

/** Flushes every transient object and every loaded or saved session. One that is gone, or not ours to flush, is passed over. */
export async function flushLeftovers(tpm: Tpm, signal?: AbortSignal): Promise<void> {
  const handles = new Set<number>();
  // Loaded and saved ones together, which spares two lists of nothing.
  const hasSessions = (await readTpmProperty(tpm, TPM_PT.HR_ACTIVE, signal)) !== 0;
  const sessions = hasSessions ? [HANDLE_FIRST.LOADED_SESSION, HANDLE_FIRST.SAVED_SESSION] : [];
  for (const first of [HANDLE_FIRST.TRANSIENT, ...sessions]) {
    for (const handle of await listHandles(tpm, first, signal)) handles.add(handle);
  }
  for (const flushHandle of handles) {
    try {
      await tpm.run(flushContext, { flushHandle }, { signal });
    } catch (error) {
      // A resource manager lists handles it does not let us flush; what we need next will say so if that matters.
      if (responseCodeOf(error) === undefined) throw error;
    }
  }
}
