import { joinKeyPair, newKeyPair, pairOf, sealName } from "../../enrollment/symmetric-key-pair.ts";
import { symmetricKeyOf } from "../keys/unit-symmetric-key.ts";
import { unitErrors } from "../unit-errors.ts";
import { claimIdentity } from "./claim-identity.ts";
import { sha256Hex } from "./make-key.ts";
import { nameUnit } from "./name-unit.ts";
import { need, type Step, type StepContext } from "./step.ts";

type Origin = "made" | "waiting" | "service";

interface UnitKey {
  /** What the device gets. */
  readonly key: Uint8Array;
  readonly origin: Origin;
  /** Sealed, for the journal; of a fresh key only. */
  readonly toJournal?: string;
}

/**
 * The unit's own key: the one that waits sealed for its service, however often the unit was cut off before, or the one the service
 * has already, or a fresh one, which is journalled before anything else is done with it.
 */
export const makeSymmetricKey: Step = {
  id: "make-key",
  timeoutMs: 60_000,
  async run(context) {
    const { order, plant, session, findings } = context;
    const serialNumber = need(findings, "serialNumber");
    symmetricKeyOf(session);
    const names = nameUnit(context);
    const { key, origin, toJournal } = await findOrMake(context, names.registrationId);
    const keySha256 = sha256Hex(key);
    await claimIdentity(context, {
      attestation: "symmetric-key",
      ...names,
      endorsementKey: null,
      publicKeySha256: keySha256,
    });
    if (toJournal !== undefined) {
      const { registrationId } = names;
      const intent = { unit: serialNumber, runId: order.runId, registrationId, keySha256, sealed: toJournal };
      await plant.records.symmetricKeys.intend(intent);
    }
    return { findings: { symmetricKey: key, facts: {}, ...names }, measurements: { ...names, key: origin } };
  },
};

async function findOrMake({ order, plant, findings, signal }: StepContext, registrationId: string): Promise<UnitKey> {
  const { records, symmetricKeys } = plant;
  const serialNumber = need(findings, "serialNumber");
  const name = sealName(registrationId);
  const waiting = await records.symmetricKeys.findOf(serialNumber, registrationId);
  if (waiting !== undefined)
    return { key: pairOf(await symmetricKeys.open(name, waiting.sealed)).primary, origin: "waiting" };
  if ((await records.identities.findByUnit(serialNumber))?.registrationId === registrationId) {
    const { service } = order.recipe.recipe.enrollment;
    const key = await symmetricKeys.atService(service, registrationId, signal);
    if (key === undefined) throw unitErrors.keyLost(`"${service}" has no key for ${registrationId}, nor have we`);
    return { key, origin: "service" };
  }
  const pair = newKeyPair();
  const toJournal = await symmetricKeys.seal(name, joinKeyPair(pair));
  return { key: pair.primary, origin: "made", toJournal };
}
