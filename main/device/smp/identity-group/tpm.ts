import type { IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityLimits } from "./identity-group.ts";
import { runTransfer, transferOf } from "./run-transfer.ts";

/** A TPM command buffer in, the TPM's response out. */
export const tpmTransfer = transferOf({
  command: identityCommandId.tpm,
  names: { write: "identity tpm command", read: "identity tpm response" },
  maximumIn: identityLimits.tpmBuffer,
  maximumOut: identityLimits.tpmBuffer,
});

/** One TPM command buffer in, its response out; the device runs it once however often a piece is repeated. */
export const transmitTpm = (context: IdentityContext, command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> =>
  runTransfer(context, tpmTransfer, command, signal);
