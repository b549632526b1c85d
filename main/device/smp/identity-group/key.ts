import { z } from "zod";
import type { KeyAlgorithm } from "../../device-session.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { type ChunkOut, chunkOutSchema, type ReadRest, readRestSchema, transferIdSchema } from "./chunk.ts";
import { collectChunks } from "./collect-chunks.ts";
import { identityCommandId, identityGroupId, identityLimits } from "./identity-group.ts";
import { newTransferId } from "./new-transfer-id.ts";

export const keyAlgorithms = ["ec-p256", "ec-p384", "rsa-2048", "rsa-3072"] as const satisfies readonly KeyAlgorithm[];

const requestSchema = z.object({ id: transferIdSchema, algorithm: z.enum(keyAlgorithms) });
const place = { group: identityGroupId, command: identityCommandId.key } as const;

/** Makes the device key if there is none; the answer is its public half. */
export const keyWriteCommand = {
  name: "identity key generate",
  ...place,
  operation: "write",
  request: requestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<z.output<typeof requestSchema>, ChunkOut>;

export const keyReadCommand = {
  name: "identity key read",
  ...place,
  operation: "read",
  request: readRestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<ReadRest, ChunkOut>;

/** SubjectPublicKeyInfo (DER) of the device key, made now if there is none. */
export async function generateKey(
  context: IdentityContext,
  algorithm: KeyAlgorithm,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const id = newTransferId();
  return await collectKey(context, id, await askIdentity(context, keyWriteCommand, { id, algorithm }, signal), signal);
}

/** SubjectPublicKeyInfo (DER) of the device key there is; throws `device.no-key`. */
export async function readPublicKey(context: IdentityContext, signal?: AbortSignal): Promise<Uint8Array> {
  const id = newTransferId();
  return await collectKey(context, id, await askIdentity(context, keyReadCommand, { id, off: 0 }, signal), signal);
}

function collectKey(
  context: IdentityContext,
  id: number,
  first: ChunkOut,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  return collectChunks(first, {
    name: keyReadCommand.name,
    maximumBytes: identityLimits.publicKey,
    readFrom: (off) => askIdentity(context, keyReadCommand, { id, off }, signal),
  });
}
