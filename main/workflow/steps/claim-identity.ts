import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import type { ClaimedNames } from "../../records/identities.ts";
import { recordsErrors } from "../../records/records-errors.ts";
import { isRenewable } from "../../records/replace-identity.ts";
import { unitErrors } from "../unit-errors.ts";
import { need, type StepContext } from "./step.ts";

/** What is about to become this unit's identity. */
export interface IdentityClaim {
  readonly attestation: "tpm" | "x509" | "symmetric-key";
  readonly registrationId: string;
  readonly deviceId: string;
  /** Base64 TPM2B_PUBLIC; null for all but a TPM. */
  readonly endorsementKey: string | null;
  /** Lower-case hex; of a symmetric key SHA-256 of the key. */
  readonly publicKeySha256: string;
}

/**
 * Refuses, before anything is written into the device, what the transaction of the PASS would refuse at the end: a key or a name
 * of another unit, and another identity for a unit that is on record with one and not in rework. A name may be one that was given to another unit. Throws `unit.known-*`, `records.duplicate-*`,
 * `records.identity-changed`.
 */
export async function claimIdentity(context: StepContext, claim: IdentityClaim): Promise<void> {
  await refuseTaken(context, claim);
  await refuseChanged(context, claim);
}

async function refuseTaken({ plant, findings }: StepContext, claim: IdentityClaim): Promise<void> {
  const serialNumber = need(findings, "serialNumber");
  const namesake = await plant.records.assignedNames.findOwner(claim.registrationId);
  const others = (await plant.records.identities.findAnyOf(claim)).filter(({ unit }) => unit !== serialNumber);
  for (const { name, isSame, error } of uniquenesses) {
    const owner = others.find((other) => isSame(other, claim));
    if (owner !== undefined) throw error(`${name} of ${serialNumber} is already that of unit ${owner.unit}`);
  }
  if (namesake !== undefined && namesake !== serialNumber) {
    throw recordsErrors.duplicateRegistrationId(
      `registration id of ${serialNumber} was, or was given to, unit ${namesake}`,
    );
  }
}

interface Uniqueness {
  readonly name: string;
  readonly isSame: (a: ClaimedNames, b: ClaimedNames) => boolean;
  readonly error: ErrorMaker;
}

// The key first: it says what really happened, the names only follow from it.
const uniquenesses: readonly Uniqueness[] = [
  {
    name: "endorsement key",
    isSame: (a, b) => a.endorsementKey !== null && a.endorsementKey === b.endorsementKey,
    error: unitErrors.knownEndorsementKey,
  },
  { name: "public key", isSame: (a, b) => a.publicKeySha256 === b.publicKeySha256, error: unitErrors.knownKey },
  {
    name: "registration id",
    // The service compares without case.
    isSame: (a, b) => a.registrationId.toLowerCase() === b.registrationId.toLowerCase(),
    error: recordsErrors.duplicateRegistrationId,
  },
  { name: "device id", isSame: (a, b) => a.deviceId === b.deviceId, error: recordsErrors.duplicateDeviceId },
];

async function refuseChanged({ plant, findings }: StepContext, claim: IdentityClaim): Promise<void> {
  if (findings.isNew === true) return;
  const serialNumber = need(findings, "serialNumber");
  const known = await plant.records.identities.findByUnit(serialNumber);
  if (known === undefined) return;
  const members = ["attestation", "registrationId", "deviceId", "endorsementKey", "publicKeySha256"] as const;
  const changed = members.filter((member) => known[member] !== claim[member]);
  if (changed.length === 0) return;
  const { registrationId } = claim;
  const isNew = known.registrationId !== registrationId && findings.assignedNames?.registrationId === registrationId;
  if (findings.inRework === true && isRenewable(claim.attestation, changed, isNew)) return;
  throw recordsErrors.identityChanged(`unit ${serialNumber} is on record with another ${changed.join(", ")}`);
}
