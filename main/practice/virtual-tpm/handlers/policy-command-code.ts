import { createHash } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { sessionAt, tpmCommand } from "../tpm-command.ts";
import { parameterFailure } from "../wire/tpm-failure.ts";

const ownCode = 0x16c;

/** TPM2_PolicyCommandCode (TPM 2.0 Part 3, clause 23.11): the session serves one command only. */
export const policyCommandCode = tpmCommand({
  code: ownCode,
  handles: [{ accepts: ["policy-session"] }],
  decode: (parameters) => parameters.next((reader) => reader.u32()),
  run: (context, code) => {
    const session = sessionAt(context, 0);
    if (session.commandCode !== undefined && session.commandCode !== code) {
      throw parameterFailure(TPM_RC_FMT1.VALUE, 1);
    }
    if (!context.commands.some((command) => command.code === code)) throw parameterFailure(TPM_RC_FMT1.POLICY_CC, 1);
    session.commandCode = code;
    session.policyDigest = new Uint8Array(
      createHash(session.hash)
        .update(session.policyDigest)
        .update(new ByteWriter().u32(ownCode).u32(code).finish())
        .digest(),
    );
    return {};
  },
});
