import { TPM_RC, TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, handleTypeOf, TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { LIMITS } from "../limits.ts";
import { handleAt, objectAt, tpmCommand } from "../tpm-command.ts";
import { failure, handleFailure, parameterFailure } from "../wire/tpm-failure.ts";

const isPersistent = (handle: number): boolean => handleTypeOf(handle) === handleTypeOf(HANDLE_FIRST.PERSISTENT);
const platformFirst = HANDLE_FIRST.PERSISTENT + 0x00800000;

/** TPM2_EvictControl (TPM 2.0 Part 3, clause 28.5): makes a transient object persistent, or forgets a persistent one. */
export const evictControl = tpmCommand({
  code: 0x120,
  handles: [{ accepts: [TPM_RH.OWNER, TPM_RH.PLATFORM], role: "user" }, { accepts: ["object"] }],
  decode: (parameters) =>
    parameters.next((reader) => {
      const handle = reader.u32();
      if (!isPersistent(handle)) throw failure(TPM_RC_FMT1.VALUE);
      return handle;
    }),
  run: (context, persistentHandle) => {
    const { persistent } = context.state;
    const objectHandle = handleAt(context, 1);
    if (handleAt(context, 0) === TPM_RH.OWNER && persistentHandle >= platformFirst) {
      throw parameterFailure(TPM_RC_FMT1.RANGE, 1);
    }
    if (isPersistent(objectHandle)) {
      if (objectHandle !== persistentHandle) throw handleFailure(TPM_RC_FMT1.HANDLE, 2);
      persistent.delete(objectHandle);
      return {};
    }
    const object = objectAt(context, 1);
    if (object.hierarchy === TPM_RH.NULL) throw handleFailure(TPM_RC_FMT1.HIERARCHY, 2);
    if (persistent.has(persistentHandle)) throw failure(TPM_RC.NV_DEFINED);
    if (persistent.size >= LIMITS.persistentObjects) throw failure(TPM_RC.NV_SPACE);
    persistent.set(persistentHandle, async () => object);
    return {};
  },
});
