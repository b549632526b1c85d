import { oc } from "@orpc/contract";
import { z } from "zod";

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
};

export type AuthorityView = z.infer<typeof authoritySchema>;
