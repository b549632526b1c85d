import { recordsErrors } from "../../records/records-errors.ts";
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
 * of another unit, and another identity for a unit that is on record with one. Throws `unit.known-*`, `records.duplicate-*`,
 * `records.identity-changed`.
 */
export async function claimIdentity(context: StepContext, claim: IdentityClaim): Promise<void> {
  await refuseTaken(context, claim);
  await refuseChanged(context, claim);
}

async function refuseTaken({ plant, findings }: StepContext, claim: IdentityClaim): Promise<void> {
  const { identities } = plant.records;
  const serialNumber = need(findings, "serialNumber");
  const { endorsementKey, publicKeySha256, registrationId, deviceId } = claim;
  // The key first: it says what really happened, the names only follow from it.
  const uniquenesses = [
    {
      name: "endorsement key",
      owner: endorsementKey === null ? undefined : await identities.findByEndorsementKey(endorsementKey),
      error: unitErrors.knownEndorsementKey,
    },
    { name: "public key", owner: await identities.findByPublicKey(publicKeySha256), error: unitErrors.knownKey },
    {
      name: "registration id",
      owner: await identities.findByRegistrationId(registrationId),
      error: recordsErrors.duplicateRegistrationId,
    },
    { name: "device id", owner: await identities.findByDeviceId(deviceId), error: recordsErrors.duplicateDeviceId },
  ];
  const taken = uniquenesses.find(({ owner }) => owner !== undefined && owner.unit !== serialNumber);
  if (taken !== undefined)
    throw taken.error(`${taken.name} of ${serialNumber} is already that of unit ${taken.owner?.unit ?? ""}`);
}

async function refuseChanged({ plant, findings }: StepContext, claim: IdentityClaim): Promise<void> {
  const serialNumber = need(findings, "serialNumber");
  const known = await plant.records.identities.findByUnit(serialNumber);
  if (known === undefined) return;
  const members = ["attestation", "registrationId", "deviceId", "endorsementKey", "publicKeySha256"] as const;
  const changed = members.filter((member) => known[member] !== claim[member]);
  if (changed.length === 0) return;
  throw recordsErrors.identityChanged(`unit ${serialNumber} is on record with another ${changed.join(", ")}`);
}
