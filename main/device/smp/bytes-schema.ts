import { z } from "zod";

/** A CBOR byte string. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "not a byte string");
