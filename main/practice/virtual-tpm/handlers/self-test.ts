import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { tpmCommand } from "../tpm-command.ts";
import { oneOf } from "../wire/read-structures.ts";

/** TPM2_SelfTest (TPM 2.0 Part 3, clause 10.2): everything is tested by the time it answers. */
export const selfTest = tpmCommand({
  code: 0x143,
  handles: [],
  decode: (parameters) => parameters.next((reader) => oneOf(reader.u8(), [0, 1], TPM_RC_FMT1.VALUE)),
  run: () => ({}),
});
