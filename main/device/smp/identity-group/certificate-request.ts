import { z } from "zod";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { type ChunkOut, chunkOutSchema, type ReadRest, readRestSchema, transferIdSchema } from "./chunk.ts";
import { collectChunks } from "./collect-chunks.ts";
import { identityCommandId, identityGroupId, identityLimits } from "./identity-group.ts";
import { newTransferId } from "./new-transfer-id.ts";

const requestSchema = z.object({ id: transferIdSchema, commonName: z.string().min(1).max(128) });
const place = { group: identityGroupId, command: identityCommandId.certificateRequest } as const;

/** Makes a certification request; repeated with the same id it is the same request, signature and all. */
export const requestWriteCommand = {
  name: "identity certificate request",
  ...place,
  operation: "write",
  request: requestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<z.output<typeof requestSchema>, ChunkOut>;

export const requestReadCommand = {
  name: "identity certificate request, rest",
  ...place,
  operation: "read",
  request: readRestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<ReadRest, ChunkOut>;

/** PKCS #10 request (DER) with CN = `commonName`, signed by the device key. */
export async function requestCertificate(
  context: IdentityContext,
  commonName: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const id = newTransferId();
  const first = await askIdentity(context, requestWriteCommand, { id, commonName }, signal);
  return await collectChunks(first, {
    name: requestReadCommand.name,
    maximumBytes: identityLimits.certificateRequest,
    readFrom: (off) => askIdentity(context, requestReadCommand, { id, off }, signal),
  });
}
