import { getCapability } from "./commands/get-capability.ts";
import { TPM_CAP } from "./spec/tpm-cap.ts";
import { handleTypeOf } from "./spec/tpm-rh.ts";
import type { Tpm } from "./wire/tpm.ts";
import { tpmErrors } from "./tpm-errors.ts";

const perCall = 64;
const mostCalls = 16;

/** The handles in use from `first` to the end of its type, in rising order. */
export async function listHandles(tpm: Tpm, first: number, signal?: AbortSignal): Promise<readonly number[]> {
  const found: number[] = [];
  let next = first;
  for (let call = 0; call < mostCalls; call += 1) {
    const request = { capability: TPM_CAP.HANDLES, property: next, propertyCount: perCall };
    const { capabilityData, moreData } = await tpm.run(getCapability, request, { signal });
    if (capabilityData.capability !== TPM_CAP.HANDLES)
      throw tpmErrors.malformed("GetCapability: not a list of handles");
    found.push(...capabilityData.handles);
    const last = capabilityData.handles.at(-1);
    // A list that does not move on would never end.
    if (!moreData || last === undefined || last < next) break;
    next = last + 1;
  }
  // Saved sessions are asked for as 0x03… but an HMAC session answers as 0x02…, so both session types pass.
  const isSession = (handle: number): boolean => [0x02, 0x03].includes(handleTypeOf(handle));
  return found.filter(
    (handle) => handleTypeOf(handle) === handleTypeOf(first) || (isSession(handle) && isSession(first)),
  );
}
