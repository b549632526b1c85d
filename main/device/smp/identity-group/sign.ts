import type { IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityLimits } from "./identity-group.ts";
import { runTransfer, transferOf } from "./run-transfer.ts";

/** The message in, the signature out. */
export const signTransfer = transferOf({
  command: identityCommandId.sign,
  names: { write: "identity sign", read: "identity signature" },
  maximumIn: identityLimits.messageToSign,
  maximumOut: identityLimits.signature,
});

/** The device key's signature over SHA-256 of the message: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5. */
export const signMessage = (context: IdentityContext, message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> =>
  runTransfer(context, signTransfer, message, signal);
