import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { sessionAt, tpmCommand } from "../tpm-command.ts";

/** TPM2_PolicyGetDigest (TPM 2.0 Part 3, clause 23.19). */
export const policyGetDigest = tpmCommand({
  code: 0x189,
  handles: [{ accepts: ["policy-session"] }],
  decode: () => undefined,
  run: (context) => ({ parameters: new ByteWriter().sized(sessionAt(context, 0).policyDigest).finish() }),
});
