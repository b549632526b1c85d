import { ByteWriter } from "../base/bytes/byte-writer.ts";
import { nvRead } from "./commands/nv-read.ts";
import { nvReadPublic } from "./commands/nv-read-public.ts";
import { readTpmProperty } from "./read-tpm-properties.ts";
import { TPM_PT } from "./spec/tpm-pt.ts";
import { TPM_RH } from "./spec/tpm-rh.ts";
import { TPMA_NV } from "./spec/tpma-nv.ts";
import { runForHierarchy } from "./run-for-hierarchy.ts";
import type { TpmsNvPublic } from "./structures/tpms-nv-public.ts";
import { tpmErrors } from "./tpm-errors.ts";
import type { Tpm } from "./wire/tpm.ts";

/** For a TPM that does not say how much it can give at once. */
const sureChunk = 512;
const longestChunk = 1024;
/** No certificate in a TPM is longer; an index that says it is holds something else, and must not keep the line waiting. */
const longestIndex = 8192;

/** The most bytes one NV_Read may ask this TPM for. */
export async function nvChunkSize(tpm: Tpm, signal?: AbortSignal): Promise<number> {
  const largest = (await readTpmProperty(tpm, TPM_PT.NV_BUFFER_MAX, signal)) ?? sureChunk;
  return Math.min(Math.max(largest, 1), longestChunk);
}

/**
 * The whole contents of an NV index, read with its own empty password or as the owner; undefined if it was never written, nobody may read it, or it is
 * longer than any certificate.
 */
export async function readNvIndex(
  tpm: Tpm,
  nvIndex: number,
  chunkSize: number,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const { nvPublic } = await tpm.run(nvReadPublic, { nvIndex }, { signal });
  const authHandle = readerOf(nvPublic);
  if (authHandle === undefined || (nvPublic.attributes & TPMA_NV.WRITTEN) === 0) return undefined;
  if (nvPublic.dataSize > longestIndex) return undefined;
  const contents = new ByteWriter();
  for (let offset = 0; offset < nvPublic.dataSize; offset += chunkSize) {
    const size = Math.min(chunkSize, nvPublic.dataSize - offset);
    const request = { authHandle, nvIndex, size, offset };
    const { data } = await runForHierarchy(tpm, authHandle, { command: nvRead, request }, signal);
    if (data.length !== size) throw tpmErrors.malformed(`NV_Read: ${data.length} bytes in place of ${size}`);
    contents.bytes(data);
  }
  return contents.finish();
}

/** The index's own password is tried only where a wrong one cannot count towards a lock-out. */
function readerOf({ attributes, nvIndex }: TpmsNvPublic): number | undefined {
  const ownRead = TPMA_NV.AUTHREAD | TPMA_NV.NO_DA;
  if ((attributes & ownRead) === ownRead) return nvIndex;
  return (attributes & TPMA_NV.OWNERREAD) === 0 ? undefined : TPM_RH.OWNER;
}
