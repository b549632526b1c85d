import { sessionAt, tpmCommand } from "../tpm-command.ts";

/** TPM2_PolicyRestart (TPM 2.0 Part 3, clause 11.2). */
export const policyRestart = tpmCommand({
  code: 0x180,
  handles: [{ accepts: ["policy-session"] }],
  decode: () => undefined,
  run: (context) => {
    sessionAt(context, 0).restart();
    return {};
  },
});
