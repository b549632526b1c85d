import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC } from "../../../tpm/spec/tpm-rc.ts";
import { tpmCommand } from "../tpm-command.ts";

/** TPM2_GetTestResult (TPM 2.0 Part 3, clause 10.4). */
export const getTestResult = tpmCommand({
  code: 0x17c,
  handles: [],
  decode: () => undefined,
  run: () => ({ parameters: new ByteWriter().sized(new Uint8Array()).u32(TPM_RC.SUCCESS).finish() }),
});
