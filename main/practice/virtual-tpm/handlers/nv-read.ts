import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { TPMA_NV } from "../../../tpm/spec/tpma-nv.ts";
import { LIMITS } from "../limits.ts";
import type { NvIndex } from "../nv-index.ts";
import { handleAt, nvIndexAt, tpmCommand } from "../tpm-command.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_NV_Read (TPM 2.0 Part 3, clause 31.13). */
export const nvRead = tpmCommand({
  code: 0x14e,
  handles: [{ accepts: [TPM_RH.OWNER, TPM_RH.PLATFORM, "nv-index"], role: "user" }, { accepts: ["nv-index"] }],
  decode: (parameters) => ({
    size: parameters.next((reader) => reader.u16()),
    offset: parameters.next((reader) => reader.u16()),
  }),
  run: (context, { size, offset }) => {
    const index = nvIndexAt(context, 1);
    if (!mayRead(handleAt(context, 0), index)) throw failure(TPM_RC.NV_AUTHORIZATION);
    if (size > LIMITS.nvBufferBytes) throw parameterFailure(TPM_RC_FMT1.VALUE, 1);
    if (offset > index.data.length) throw parameterFailure(TPM_RC_FMT1.VALUE, 2);
    if (offset + size > index.data.length) throw failure(TPM_RC.NV_RANGE);
    return { parameters: new ByteWriter().sized(index.data.slice(offset, offset + size)).finish() };
  },
});

function mayRead(authHandle: number, index: NvIndex): boolean {
  const has = (attribute: number): boolean => (index.attributes & attribute) !== 0;
  if (authHandle === TPM_RH.OWNER) return has(TPMA_NV.OWNERREAD);
  if (authHandle === TPM_RH.PLATFORM) return has(TPMA_NV.PPREAD);
  return authHandle === index.handle && has(TPMA_NV.AUTHREAD);
}
