import { oc } from "@orpc/contract";
import { z } from "zod";

const name = z.string().max(64);

/** A unit's request whose certificate is signed where no station is. Digests are lower-case hexadecimal. */
export const certificateRequestSchema = z.object({
  id: z.int().positive(),
  unit: z.string(),
  registrationId: z.string(),
  publicKeySha256: z.string(),
  authority: z.string(),
  lot: z.string(),
  /** superseded: the unit has asked with another key since. */
  state: z.enum(["awaiting", "fulfilled", "superseded"]),
  requestedAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  certificateSha256: z.string().nullable(),
});

/** What became of one certificate of a file. */
export const returnedVerdictSchema = z.object({
  /** Of the certificate. */
  sha256: z.string(),
  /** Empty where it cannot be read. */
  subject: z.string(),
  /** Whose request it answers, if it answers one. */
  unit: z.string().nullable(),
  registrationId: z.string().nullable(),
  /** taken now · known: taken before · authority: no device's, left out · refused: for what `code` says. */
  verdict: z.enum(["taken", "known", "authority", "refused"]),
  code: z.string().nullable(),
  sentence: z.string().nullable(),
  detail: z.string(),
});

/** Requests of authorities whose keys are elsewhere: exported by the lot, signed there, brought back. */
export const requestsContract = {
  /** How many wait, by lot and authority. */
  awaiting: oc.output(z.array(z.object({ lot: z.string(), authority: z.string(), count: z.int().positive() }))),
  /** Oldest first; the next page is the one `after` the last id. */
  list: oc
    .input(
      z.object({
        lot: name.optional(),
        authority: name.optional(),
        state: certificateRequestSchema.shape.state.optional(),
        after: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.array(certificateRequestSchema)),
  /**
   * What waits of a lot, a page at a time: PEM and rows of the index, to be put one after the other; `extensions` is what OpenSSL is to put
   * into the certificates. `next` is null at the end.
   */
  export: oc.input(z.object({ lot: name, after: z.int().nonnegative().default(0) })).output(
    z.object({
      count: z.int().nonnegative(),
      pem: z.string(),
      index: z.string(),
      extensions: z.string(),
      next: z.int().positive().nullable(),
    }),
  ),
  /**
   * Certificates in DER, PEM or PKCS #7, Base64: each matched to its request by public key, judged, and kept alone and whole. May be
   * repeated. `pki.bad-certificate` for what is no file of certificates, `pki.clock-behind`, `records.*`.
   */
  import: oc.input(z.object({ base64: z.base64().min(1).max(960_000) })).output(z.array(returnedVerdictSchema)),
};

export type ReturnedVerdict = z.infer<typeof returnedVerdictSchema>;
