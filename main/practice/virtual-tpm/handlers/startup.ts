import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_SU } from "../../../tpm/spec/tpm-su.ts";
import { tpmCommand } from "../tpm-command.ts";
import { oneOf } from "../wire/read-structures.ts";

/** TPM2_Startup (TPM 2.0 Part 3, clause 9.3). Nothing is kept over a power cycle that STATE could resume, so it starts clear. */
export const startup = tpmCommand({
  code: 0x144,
  handles: [],
  startsUp: true,
  decode: (parameters) =>
    parameters.next((reader) => oneOf(reader.u16(), [TPM_SU.CLEAR, TPM_SU.STATE], TPM_RC_FMT1.VALUE)),
  run: ({ state }) => {
    state.started = true;
    return {};
  },
});
