import { getCapability } from "./commands/get-capability.ts";
import { TPM_CAP } from "./spec/tpm-cap.ts";
import { TPM_PT } from "./spec/tpm-pt.ts";
import { tpmErrors } from "./tpm-errors.ts";
import type { Tpm } from "./wire/tpm.ts";

export type TpmProperties = ReadonlyMap<number, number>;

const fixedOf = new WeakMap<Tpm, TpmProperties>();

/** The fixed properties (TPM_PT_FIXED), asked for once. */
export async function readFixedProperties(tpm: Tpm, signal?: AbortSignal): Promise<TpmProperties> {
  const known = fixedOf.get(tpm) ?? (await readTpmProperties(tpm, TPM_PT.FIXED, { signal }));
  fixedOf.set(tpm, known);
  return known;
}

/** One property; without asking, if it is among the fixed ones and those were read. `undefined`: the TPM does not report it. */
export async function readTpmProperty(tpm: Tpm, property: number, signal?: AbortSignal): Promise<number | undefined> {
  const known = fixedOf.get(tpm);
  if (known !== undefined && property < TPM_PT.VAR) return known.get(property);
  return (await readTpmProperties(tpm, property, { most: 1, signal })).get(property);
}

const groupSize = 0x100;
const perCall = 64;

/** The properties from `first` (a TPM_PT) to the end of its group, by TPM_PT; or no more than `most` of them. */
export async function readTpmProperties(
  tpm: Tpm,
  first: number,
  options: { readonly most?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<TpmProperties> {
  const { most = groupSize, signal } = options;
  const end = Math.min(first + most, (Math.floor(first / groupSize) + 1) * groupSize);
  const found = new Map<number, number>();
  for (let next = first; next < end; ) {
    const request = {
      capability: TPM_CAP.TPM_PROPERTIES,
      property: next,
      propertyCount: Math.min(perCall, end - next),
    };
    const { capabilityData, moreData } = await tpm.run(getCapability, request, { signal });
    if (capabilityData.capability !== TPM_CAP.TPM_PROPERTIES)
      throw tpmErrors.malformed("GetCapability: not properties");
    for (const { property, value } of capabilityData.properties) if (property < end) found.set(property, value);
    const last = capabilityData.properties.at(-1)?.property;
    // A list that does not move on would never end.
    if (!moreData || last === undefined || last < next) break;
    next = last + 1;
  }
  return found;
}
