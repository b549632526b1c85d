import type { ErrorMaker } from "../base/errors/error-catalogue.ts";
import { ownerOf } from "./assigned-names.ts";
import type { Prepared } from "./database/prepared.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import { findFormerIdentities } from "./former-identities.ts";
import type { RecordedIdentity } from "./recorded-identity.ts";
import { recordsErrors } from "./records-errors.ts";
import { serialNumberOf } from "./serial-number-of.ts";

interface Uniqueness {
  readonly column: "endorsementKey" | "publicKeySha256" | "registrationKey" | "deviceId";
  readonly name: string;
  readonly error: ErrorMaker;
}

// The key first: it says what really happened, the names only follow from it.
const uniquenesses: readonly Uniqueness[] = [
  { column: "endorsementKey", name: "endorsement key", error: recordsErrors.duplicateEndorsementKey },
  { column: "publicKeySha256", name: "public key", error: recordsErrors.duplicateKey },
  { column: "registrationKey", name: "registration id", error: recordsErrors.duplicateRegistrationId },
  { column: "deviceId", name: "device id", error: recordsErrors.duplicateDeviceId },
];

const otherRow = identityRow
  .pick({ endorsementKey: true, publicKeySha256: true, registrationKey: true, deviceId: true })
  .extend({ serialNumber: unitRow.shape.serialNumber });

const othersText = `
  select ${serialNumberOf("identities.unit")}, endorsementKey, publicKeySha256, registrationKey, deviceId
  from identities
  where unit <> @unit and (endorsementKey = @endorsementKey or publicKeySha256 = @publicKeySha256
    or registrationKey = @registrationKey or deviceId = @deviceId)`;

/**
 * Inside a transaction. Throws `records.duplicate-*` naming the unit that was first. The service would let two ids carry one endorsement key
 * and two entries name one device id (the service's manual), so the station has to look. The unique indexes hold the same rule.
 */
export function refuseDuplicates(
  prepared: Prepared,
  unit: { readonly id: number; readonly serialNumber: string },
  identity: RecordedIdentity,
): void {
  const values = {
    endorsementKey: identity.endorsementKey,
    publicKeySha256: identity.publicKeySha256.toLowerCase(),
    registrationKey: identity.registrationId.toLowerCase(),
    deviceId: identity.deviceId,
  };
  const known = uniquenesses.filter(({ column }) => values[column] !== null);
  const others = prepared.all(otherRow, othersText, { ...values, unit: unit.id });
  for (const { column, name, error } of known) {
    const first = others.find((other) => other[column] === values[column]);
    if (first !== undefined)
      throw error(`${name} of unit ${unit.serialNumber} is already that of unit ${first.serialNumber}`);
  }
  for (const former of findFormerIdentities(prepared, identity)) {
    const same = known.find(({ column }) => former.identity[column] === values[column]);
    if (former.unit !== unit.id && same !== undefined)
      throw same.error(`${same.name} of unit ${unit.serialNumber} was that of unit ${former.serialNumber} before`);
  }
  const owner = ownerOf(prepared, identity.registrationId, unit.id);
  if (owner !== undefined)
    throw recordsErrors.duplicateRegistrationId(
      `registration id of unit ${unit.serialNumber} was, or was given to, unit ${owner}`,
    );
}
