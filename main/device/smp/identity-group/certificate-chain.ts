import { createHash } from "node:crypto";
import { z } from "zod";
import { concatBytes, equalBytes } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import { bytesSchema } from "../bytes-schema.ts";
import { chunkInSchema, chunkOutSchema, nextOffsetSchema, offsetSchema } from "./chunk.ts";
import { collectChunks } from "./collect-chunks.ts";
import { identityCommandId, identityGroupId, identityLimits } from "./identity-group.ts";
import { newTransferId } from "./new-transfer-id.ts";
import { sendChunks } from "./send-chunks.ts";
import { splitCertificates } from "./split-certificates.ts";

const shaSchema = bytesSchema.refine((bytes) => bytes.length === 32, "SHA-256 is 32 bytes");
const writeRequestSchema = chunkInSchema.extend({ sha: shaSchema });
const readRequestSchema = z.object({ off: offsetSchema });
const readReplySchema = chunkOutSchema.extend({ sha: shaSchema.optional() });
const place = { group: identityGroupId, command: identityCommandId.certificateChain } as const;

/** A piece of the chain, DER certificates one after the other; kept only when all of it is there and the hash fits. */
export const chainWriteCommand = {
  name: "identity certificate chain write",
  ...place,
  operation: "write",
  request: writeRequestSchema,
  reply: nextOffsetSchema,
} satisfies SmpCommand<z.output<typeof writeRequestSchema>, z.output<typeof nextOffsetSchema>>;

/** A piece of the chain the device keeps; length 0 if it keeps none. */
export const chainReadCommand = {
  name: "identity certificate chain read",
  ...place,
  operation: "read",
  request: readRequestSchema,
  reply: readReplySchema,
} satisfies SmpCommand<z.output<typeof readRequestSchema>, z.output<typeof readReplySchema>>;

const sha256 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash("sha256").update(bytes).digest());

/** Replaces the device's chain as a whole, or leaves it as it was. */
export async function writeCertificateChain(
  context: IdentityContext,
  chain: readonly Uint8Array[],
  signal?: AbortSignal,
): Promise<void> {
  const payload = concatBytes(...chain);
  const id = newTransferId();
  const len = payload.length;
  if (len > identityLimits.certificateChain) throw deviceErrors.tooLarge(`certificate chain of ${len} bytes`);
  const sha = sha256(payload);
  const fields = (off: number, data: Uint8Array) => ({ id, off, len, sha, data });
  await sendChunks(context, { command: chainWriteCommand, payload, fields }, signal);
}

/** DER certificates, leaf first; empty when none was written. */
export async function readCertificateChain(
  context: IdentityContext,
  signal?: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const readFrom = (off: number) => askIdentity(context, chainReadCommand, { off }, signal);
  const first = await readFrom(0);
  const whole = await collectChunks(first, {
    name: chainReadCommand.name,
    maximumBytes: identityLimits.certificateChain,
    readFrom,
  });
  if (whole.length === 0) return [];
  if (first.sha === undefined || !equalBytes(first.sha, sha256(whole))) {
    throw deviceErrors.badAnswer(`${chainReadCommand.name}: hash does not fit`);
  }
  return splitCertificates(whole);
}
