import { z } from "zod";
import { utf8 } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { identityCommandId, identityGroupId, identityLimits } from "./identity-group.ts";

const bytesOf = (least: number, most: number) =>
  z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length >= least && value.length <= most,
    `not ${least} to ${most} bytes`,
  );

const writeRequestSchema = z.object({ key: bytesOf(16, identityLimits.symmetricKey) });
const proofRequestSchema = z.object({ message: bytesOf(1, identityLimits.messageToProve) });
const proofReplySchema = z.object({ mac: bytesOf(32, 32) });
const place = { group: identityGroupId, command: identityCommandId.symmetricKey } as const;

/** How every message begins that a station asks to be proven: no token's text to sign ever does. */
export const proofPrefix = utf8("touchmark key proof\0");

/** Replaces the device's symmetric key. */
export const symmetricKeyWriteCommand = {
  name: "identity symmetric key write",
  ...place,
  operation: "write",
  request: writeRequestSchema,
  reply: z.object({}),
} satisfies SmpCommand<z.output<typeof writeRequestSchema>, object>;

/** There is no way to read the key: the device proves it instead. */
export const symmetricKeyProofCommand = {
  name: "identity symmetric key proof",
  ...place,
  operation: "read",
  request: proofRequestSchema,
  reply: proofReplySchema,
} satisfies SmpCommand<z.output<typeof proofRequestSchema>, z.output<typeof proofReplySchema>>;

/** 16 to 64 bytes. */
export async function writeSymmetricKey(
  context: IdentityContext,
  key: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const request = writeRequestSchema.safeParse({ key });
  if (!request.success) throw deviceErrors.tooLarge(`a symmetric key of ${key.length} bytes`);
  await askIdentity(context, symmetricKeyWriteCommand, request.data, signal);
}

/** HMAC-SHA256 (RFC 2104) over the message by the key in the device; throws `device.no-key` if there is none. */
export async function proveSymmetricKey(
  context: IdentityContext,
  message: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const request = proofRequestSchema.safeParse({ message });
  if (!request.success) throw deviceErrors.tooLarge(`a message of ${message.length} bytes to prove a key by`);
  return (await askIdentity(context, symmetricKeyProofCommand, request.data, signal)).mac;
}
