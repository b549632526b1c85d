import { getCapability } from "./commands/get-capability.ts";
import { TPM_CAP } from "./spec/tpm-cap.ts";
import type { Tpm } from "./wire/tpm.ts";
import { tpmErrors } from "./tpm-errors.ts";

/** The properties of one group by TPM_PT; `first` is TPM_PT.FIXED or TPM_PT.VAR. A group has 256 at most and fits one answer in practice. */
export async function readTpmProperties(
  tpm: Tpm,
  first: number,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const request = { capability: TPM_CAP.TPM_PROPERTIES, property: first, propertyCount: 64 };
  const { capabilityData } = await tpm.run(getCapability, request, { signal });
  if (capabilityData.capability !== TPM_CAP.TPM_PROPERTIES) throw tpmErrors.malformed("GetCapability: not properties");
  return new Map(capabilityData.properties.map(({ property, value }) => [property, value]));
}
