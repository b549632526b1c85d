import { oc } from "@orpc/contract";
import { z } from "zod";
import { secondPersonSchema } from "./people.ts";
import { trustedRootSchema } from "./set-up.ts";

/** A key of this station that signs manifests. */
export const ownSignerSchema = trustedRootSchema.extend({
  name: z.string(),
  /** The newest: what is signed from now on is signed with it. */
  inUse: z.boolean(),
  pilot: z.boolean(),
  /** Sealed manifests it signed, and the last of them. */
  sealed: z.int().nonnegative(),
  lastSealed: z.object({ lot: z.string(), at: z.iso.datetime() }).nullable(),
});

/** Who signs manifests here, and whose signatures are believed besides. Event `set-up` says that something of it changed. */
export const signersContract = {
  /** The newest first. */
  own: oc.output(z.array(ownSignerSchema)),
  /** Makes a key, certified by an authority of the station, and takes it into use; returns the list as it is then. `recipe.no-authority`, `pki.*`. */
  make: oc.input(z.object({ authority: z.string().min(1).max(64) })).output(z.array(ownSignerSchema)),
  /** Sorted by subject. */
  trusted: oc.output(z.array(trustedRootSchema)),
  /** A signer's certificate, or an authority that certifies signers: one DER certificate or a PEM bundle, Base64; returns what was added. `pki.bad-certificate`, `pki.not-authority`. */
  addTrusted: oc.input(z.object({ base64: z.base64().min(1).max(750_000) })).output(z.array(trustedRootSchema)),
  /** Returns what is left. `pki.not-trusted`. */
  removeTrusted: oc
    .input(z.object({ fingerprint: z.string().min(1).max(128), second: secondPersonSchema }))
    .output(z.array(trustedRootSchema)),
};

export type OwnSigner = z.infer<typeof ownSignerSchema>;
