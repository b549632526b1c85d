import { oc } from "@orpc/contract";
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
});

/** Certificate authorities. They are made and attached from the command line; here they are seen, and opened for a shift. */
export const authoritiesContract = {
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
   * looks at no list: the entry of the unit that is named must be disabled. Number in hexadecimal, colons allowed. `pki.not-issued`,
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
export type RevocationReason = z.infer<typeof revocationReasonSchema>;
export type RevokedCertificate = z.infer<typeof revokedSchema>;
