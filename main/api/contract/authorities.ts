import { type InferContractRouterInputs, oc } from "@orpc/contract";
import { z } from "zod";
import { secondPersonSchema } from "./people.ts";

/** A certificate authority of the station: its certificate and where its key is, never the key. */
export const authoritySchema = z.object({
  name: z.string(),
  /** Made for trying out. */
  pilot: z.boolean(),
  /** elsewhere: no key here; its certificates are brought (`requests`). */
  custody: z.enum(["file", "token", "elsewhere"]),
  /** True while its token waits for the PIN: units that need it fail with `pki.locked`. */
  locked: z.boolean(),
  /** From its own certificate to its root; empty while it waits for its certificate. */
  chain: z
    .array(
      z.object({
        subject: z.string(),
        serialNumber: z.string(),
        notBefore: z.iso.datetime(),
        notAfter: z.iso.datetime(),
        /** Of the certificate, lower-case hexadecimal. */
        sha256: z.string(),
      }),
    )
    .default([]),
  /** Where its key is, for `token`. */
  token: z.object({ module: z.string(), token: z.string(), key: z.string() }).nullable().default(null),
  /** Null while it waits for its certificate. */
  subject: z.string().nullable(),
  notAfter: z.iso.datetime().nullable(),
  warnings: z.array(
    z.object({
      warning: z.enum(["ended", "ends-soon", "shortens-devices"]),
      subject: z.string(),
      /** Left; negative for what is over. */
      days: z.int(),
    }),
  ),
});

/** Why a certificate is taken back (RFC 5280 §5.3.1). */
export const revocationReasonSchema = z.enum([
  "unspecified",
  "key-compromise",
  "ca-compromise",
  "affiliation-changed",
  "superseded",
  "cessation-of-operation",
  "privilege-withdrawn",
]);

const revokedSchema = z.object({
  serialNumber: z.string(),
  /** Null for what is no device's. */
  unit: z.string().nullable(),
  registrationId: z.string().nullable(),
  /** Of the entry that takes it: being disabled; a person has to (a group's, in conflict, refused, with a second certificate); or there is none. */
  enrollment: z.enum(["disabling", "by-hand", "none"]),
});

const authorityName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");
const algorithm = z.enum(["ec-p256", "ec-p384", "rsa-2048", "rsa-3072"]);
const commonName = z.string().trim().min(1).max(64);
const days = z.int().min(1).max(36_500);
/** Of a file with certificates, or with a key too. */
const file = z.base64().min(1).max(750_000);
export const savedFileSchema = z.object({ fileName: z.string(), mediaType: z.string(), base64: z.string() });

/** What a new authority is: for trying, a root of its own, or under another of this station. */
export const newAuthoritySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pilot"), name: authorityName }),
  z.object({ kind: z.literal("root"), name: authorityName, algorithm, commonName, validityDays: days }),
  z.object({
    kind: z.literal("line"),
    name: authorityName,
    above: authorityName,
    algorithm,
    commonName,
    validityDays: days,
  }),
]);

/** Announced, and never seen to be issued: cut off between the two. */
export const leftOpenSchema = z.object({
  authority: z.string(),
  serialNumber: z.string(),
  at: z.string(),
  /** What it was to be: `device`, or another profile. */
  profile: z.string(),
  unit: z.string().nullable(),
  registrationId: z.string().nullable(),
});

/** Certificate authorities: made, taken over, opened for a shift, and what comes of them. No key ever leaves. */
export const authoritiesContract = {
  /** Throws `pki.name-taken`, `pki.bad-name`, `recipe.no-authority`. */
  create: oc.input(newAuthoritySchema).output(z.array(authoritySchema)),
  /** Takes over key and chain (PKCS #12 or PEM); the key is sealed anew. `pki.bad-import`, `pki.passphrase`, `pki.not-authority`. */
  importKey: oc
    .input(z.object({ name: authorityName, base64: file, passphrase: z.string().max(1_000).optional() }))
    .output(z.array(authoritySchema)),
  /** Makes known one whose key is elsewhere; its certificates are brought (`requests`). */
  importChain: oc.input(z.object({ name: authorityName, base64: file })).output(z.array(authoritySchema)),
  /** Whose key is in a PKCS #11 token: `module` is a file on the station. The PIN is tried once and kept in memory. */
  attach: oc
    .input(
      z.object({
        name: authorityName,
        module: z.string().min(1).max(1_000),
        token: z.string().min(1).max(64),
        key: z.string().min(1).max(256),
        base64: file,
        pin: z.string().min(1).max(255),
      }),
    )
    .output(z.array(authoritySchema)),
  /** A line's authority that is certified elsewhere: its key is made here, its request (PKCS #10) is given. */
  request: oc.input(z.object({ name: authorityName, algorithm, commonName })).output(savedFileSchema),
  /** Takes what came back for a request. `pki.bad-import`, `pki.not-authority`. */
  complete: oc.input(z.object({ name: authorityName, base64: file })).output(z.array(authoritySchema)),
  /** Certifies a line's authority of elsewhere by its request; gives its certificate and those above it. */
  certify: oc.input(z.object({ above: authorityName, base64: file, validityDays: days })).output(savedFileSchema),
  /** pem: all up to the root · p7b: the same in PKCS #7 · cer: its own alone, DER. `pki.not-certified`. */
  exportChain: oc
    .input(z.object({ name: authorityName, format: z.enum(["pem", "p7b", "cer"]) }))
    .output(savedFileSchema),
  /** Proves to a service, by its code, that the key is here. `pki.bad-order`, `pki.locked`. */
  prove: oc.input(z.object({ name: authorityName, code: z.string().trim().min(1).max(256) })).output(savedFileSchema),
  /** The next list of what was taken back; its number is written down first. */
  revocationList: oc
    .input(z.object({ name: authorityName, validityDays: z.int().min(1).max(3_650), format: z.enum(["der", "pem"]) }))
    .output(savedFileSchema.extend({ number: z.int(), count: z.int() })),
  /** Of all authorities; the first 500. */
  leftOpen: oc.output(z.array(leftOpenSchema)),
  list: oc.output(z.array(authoritySchema)),
  /**
   * Gives a token its PIN, which is tried once and lies in the station's memory only. `pki.wrong-pin`, `pki.pin-blocked`,
   * `pki.no-token`, `pki.no-token-key`, `pki.token-module`, `recipe.no-authority`.
   */
  unlock: oc
    .input(z.object({ name: z.string().min(1).max(63), pin: z.string().min(1).max(255) }))
    .output(z.array(authoritySchema)),
  /**
   * Takes a certificate back, for good: the line never uses it again, and it stands in the authority's next list. The provisioning service
   * looks at no list: the entry that takes it is disabled there. Number in hexadecimal, colons allowed. `pki.not-issued`,
   * `recipe.no-authority`.
   */
  revoke: oc
    .input(
      z.object({
        authority: z.string().min(1).max(63),
        serialNumber: z.string().regex(/^[0-9A-Fa-f:]{1,80}$/, "hexadecimal"),
        reason: revocationReasonSchema,
        /** Who asked for it and why. */
        note: z.string().trim().min(1).max(500),
        second: secondPersonSchema,
      }),
    )
    .output(revokedSchema),
};

export type AuthorityView = z.infer<typeof authoritySchema>;
export type NewAuthority = z.infer<typeof newAuthoritySchema>;
export type LeftOpenCertificate = z.infer<typeof leftOpenSchema>;
export type SavedFile = z.infer<typeof savedFileSchema>;
export type RevocationReason = z.infer<typeof revocationReasonSchema>;
export type RevokedCertificate = z.infer<typeof revokedSchema>;
/** What each call takes. */
export type AuthorityOrders = Readonly<InferContractRouterInputs<typeof authoritiesContract>>;
