import { readDerElement } from "../../base/bytes/der.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { listHandles } from "../list-handles.ts";
import { nvChunkSize, readNvIndex } from "../read-nv-index.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";

/** Where a maker may keep the intermediates of its EK certificates (TCG EK Credential Profile 2.5, clause 2.2.1.5.2). */
const firstIndex = 0x01c00100;
const lastIndex = 0x01c001ff;
const mostIndices = 16;

/** The intermediate certificates in NV, DER, in the order they are stored. They say nothing of whom to trust. */
export async function readChainCertificates(tpm: Tpm, signal?: AbortSignal): Promise<readonly Uint8Array[]> {
  const defined = await listHandles(tpm, firstIndex, signal);
  const present = defined.filter((nvIndex) => nvIndex <= lastIndex).slice(0, mostIndices);
  if (present.length === 0) return [];
  const chunkSize = await nvChunkSize(tpm, signal);
  const certificates: Uint8Array[] = [];
  for (const nvIndex of present) {
    const contents = await readNvIndex(tpm, nvIndex, chunkSize, signal).catch((error: unknown) => {
      if (responseCodeOf(error) === undefined) throw error;
      return undefined;
    });
    if (contents !== undefined) certificates.push(...certificatesIn(contents));
  }
  return certificates;
}

/** Several may follow one another in an index, then padding. */
function certificatesIn(contents: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  try {
    for (let offset = 0; contents[offset] === 0x30; ) {
      const { end } = readDerElement(contents, offset);
      found.push(contents.slice(offset, end));
      offset = end;
    }
  } catch (error) {
    if (!isStationError(error)) throw error;
  }
  return found;
}
