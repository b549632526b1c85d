import type { TpmCommand } from "../tpm-command.ts";
import type { ListCapability } from "./capability.ts";

/** TPMA_CC (TPM 2.0 Part 2, clause 8.9): the code, the number of handles, and whether a handle is answered. */
const attributesOf = ({ code, handles, answersHandle }: TpmCommand): number =>
  code | (handles.length << 25) | (answersHandle === true ? 1 << 28 : 0);

/** TPM_CAP_COMMANDS. */
export const listCommands: ListCapability = ({ commands }) =>
  commands.map((command) => ({
    property: command.code,
    write: (writer) => writer.u32(attributesOf(command)),
  }));
