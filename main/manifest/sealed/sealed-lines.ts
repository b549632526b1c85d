import { z } from "zod";
import { canonicalJson } from "../../base/canonical-json.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().min(1);
/** The one way of writing the bytes: other spare bits at the end would be another line that means the same. */
const bytes = z
  .base64()
  .min(4)
  .refine((value) => Buffer.from(value, "base64").toString("base64") === value);

/** The first line of a sealed manifest; its bytes without the line feed are what is signed. Digests: SHA-256, lower-case hex. */
export const sealedHeader = z.strictObject({
  format: z.literal("touchmark-sealed"),
  version: z.literal(1),
  lot: text,
  practice: z.boolean(),
  count: z.int().nonnegative(),
  stations: z.array(text),
  recipe: z.strictObject({ name: text, hash: text }),
  createdAt: z.iso.datetime(),
  /** Merkle tree hash (RFC 6962 §2.1) over the entry lines without their line feeds, in their order. */
  root: digest,
  /** Of all index lines, line feeds included. */
  index: digest,
  /** Of the header line of the seal made before by this station, null for its first. */
  previous: digest.nullable(),
  /** The newest entry of the station's audit trail when it was sealed; files of earlier versions have none. */
  audit: z.strictObject({ seq: z.int().positive(), hash: digest }).optional(),
  /** Of the signer's certificate and those above it, in the order of the seal line. */
  certificates: z.array(digest).min(1).max(8),
});

export const indexLength = 500;

/** Serial number and leaf digest of each entry, so that what is missing or changed can be named. */
export const indexLine = z.strictObject({
  /** 0-based number of the first entry listed. */
  from: z.int().nonnegative(),
  index: z
    .array(z.tuple([text, digest]))
    .min(1)
    .max(indexLength),
});

/** The last line. */
export const sealLine = z.strictObject({
  algorithm: z.literal("ecdsa-with-SHA256"),
  /** Base64 DER: the signer's own first, the root last. */
  certificates: z.array(bytes).min(1).max(8),
  /** The same by JOSE (seal-jws.ts); files of earlier versions have none. */
  jws: z.strictObject({ protected: text, signature: text }).optional(),
  /** Base64 of the Ecdsa-Sig-Value (DER) over the header line. */
  signature: bytes,
});

/** One entry alone: what a receiver needs to check it against the seal. */
export const entryProof = z.strictObject({
  format: z.literal("touchmark-proof"),
  version: z.literal(1),
  /** The three lines as text, exact to the byte, without line feeds. */
  header: text,
  entry: text,
  seal: text,
  /** 0-based number of the entry. */
  number: z.int().nonnegative(),
  /** Digests from the leaf's neighbour up. */
  path: z.array(digest).max(64),
});

export type SealedHeader = Readonly<z.infer<typeof sealedHeader>>;
export type IndexLine = Readonly<z.infer<typeof indexLine>>;
export type SealLine = Readonly<z.infer<typeof sealLine>>;
export type EntryProof = Readonly<z.infer<typeof entryProof>>;

/** The value of a line that is of this shape and written the one way we write it; undefined for any other. */
export function parseLine<Schema extends z.ZodType>(schema: Schema, line: string): z.output<Schema> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const result = schema.safeParse(value);
  return result.success && canonicalJson(value) === line ? result.data : undefined;
}
