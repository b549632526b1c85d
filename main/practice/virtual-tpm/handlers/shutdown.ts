import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_SU } from "../../../tpm/spec/tpm-su.ts";
import { tpmCommand } from "../tpm-command.ts";
import { oneOf } from "../wire/read-structures.ts";

/** TPM2_Shutdown (TPM 2.0 Part 3, clause 9.4): announces a loss of power; what must outlive it is kept at all times. */
export const shutdown = tpmCommand({
  code: 0x145,
  handles: [],
  decode: (parameters) =>
    parameters.next((reader) => oneOf(reader.u16(), [TPM_SU.CLEAR, TPM_SU.STATE], TPM_RC_FMT1.VALUE)),
  run: () => ({}),
});
