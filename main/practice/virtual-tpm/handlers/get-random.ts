import { randomBytes } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { LIMITS } from "../limits.ts";
import { tpmCommand } from "../tpm-command.ts";

/** TPM2_GetRandom (TPM 2.0 Part 3, clause 16.1): at most one digest's worth, however much is asked for. */
export const getRandom = tpmCommand({
  code: 0x17b,
  handles: [],
  decode: (parameters) => parameters.next((reader) => reader.u16()),
  run: (_context, wanted) => ({
    parameters: new ByteWriter().sized(randomBytes(Math.min(wanted, LIMITS.randomBytes))).finish(),
  }),
});
