import { z } from "zod";
import { bytesSchema } from "../bytes-schema.ts";

/** The fields that all chunked commands share. */
export const offsetSchema = z.int().min(0).max(0xffff);
/** Named by the station at random for each transfer, so that a repeated request is known for what it is. */
export const transferIdSchema = z.int().min(0).max(0xffff_ffff);

/** A piece of something going to the device. */
export const chunkInSchema = z.object({
  id: transferIdSchema,
  off: offsetSchema,
  len: offsetSchema,
  data: bytesSchema,
});

/** Where the device expects the next piece. */
export const nextOffsetSchema = z.object({ off: offsetSchema });

/** Length of the whole result and a piece of it. */
export const chunkOutSchema = z.object({ len: offsetSchema, data: bytesSchema });

/** The answer to a piece: where to go on, and once all pieces are there, the beginning of the result. */
export const progressSchema = nextOffsetSchema.extend(chunkOutSchema.partial().shape);

/** Asks for the rest of a result, from `off`. */
export const readRestSchema = z.object({ id: transferIdSchema, off: offsetSchema });

export type ChunkIn = z.output<typeof chunkInSchema>;
export type ChunkOut = z.output<typeof chunkOutSchema>;
export type ReadRest = z.output<typeof readRestSchema>;
export type Progress = z.output<typeof progressSchema>;
