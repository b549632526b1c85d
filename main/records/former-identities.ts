import { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import { serialNumberOf } from "./serial-number-of.ts";

/** Written as JSON of the parsed row, so its facts are no text in it. */
const writtenIdentity = identityRow.extend({
  facts: z.record(z.string(), z.unknown()),
  // Those of earlier versions do not say.
  certificateAuthority: identityRow.shape.certificateAuthority.default(null),
});
const row = z.object({
  unit: z.int(),
  serialNumber: unitRow.shape.serialNumber,
  identity: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(writtenIdentity),
});

/** An identity that a unit had before rework gave it another one. */
export interface FormerIdentity {
  /** Number of the unit. */
  readonly unit: number;
  readonly serialNumber: string;
  readonly identity: z.output<typeof writtenIdentity>;
}

export interface FormerNames {
  readonly publicKeySha256: string;
  readonly registrationId: string;
  readonly deviceId: string;
}

const formerText = `
  select unit, identity, ${serialNumberOf("formerIdentities.unit")} from formerIdentities
  where json_extract(identity, '$.publicKeySha256') = @publicKeySha256
    or json_extract(identity, '$.registrationKey') = @registrationKey
    or json_extract(identity, '$.deviceId') = @deviceId`;

/**
 * Those with this key or any of these names, registration ids in any spelling. What a unit once had may still be at a service or in a manifest that was
 * delivered, so it is never another's. An endorsement key is found by its digest.
 */
export function findFormerIdentities(
  prepared: Prepared,
  { publicKeySha256, registrationId, deviceId }: FormerNames,
): readonly FormerIdentity[] {
  return prepared.all(row, formerText, {
    publicKeySha256: publicKeySha256.toLowerCase(),
    registrationKey: registrationId.toLowerCase(),
    deviceId,
  });
}
