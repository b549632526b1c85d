import { z } from "zod";
import { secretName } from "./secret-name.ts";
import { says } from "./recipe-fault.ts";

/** A name as the service takes it for an enrollment group (the service's manual). */
const group = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?$/, says("group-form"))
  .meta({ title: "Group", description: "Id of the enrollment group at the service." });

/** A key of the unit's own, made by the station. */
export const symmetricKeyAttestation = z.strictObject({ type: z.literal("symmetric-key") });

/** A key derived from the group's; the unit gets no entry of its own. */
export const symmetricKeyGroupAttestation = z.strictObject({
  type: z.literal("symmetric-key-group"),
  group,
  /** Name of a secret of the station (`touchmark secret set`) that holds the group's key in Base64. */
  masterKeySecret: secretName.meta({
    title: "Group key",
    description: "Name of the secret with the group’s key in Base64 (touchmark secret set), never the key.",
  }),
});

/** What X.509 by a group has beyond X.509 by an entry. */
export const groupMember = { group };
