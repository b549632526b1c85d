import { createHash, randomUUID } from "node:crypto";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { joinKeyPair, newKeyPair, pairOf, sealName } from "../../../main/enrollment/symmetric-key-pair.ts";
import type { RecordedIdentity } from "../../../main/records/recorded-identity.ts";
import type { Workshop } from "../../../main/station/workshop.ts";
import { tpmEntryOf } from "../../harness/recorded-units.ts";
import { sampleLot } from "../../harness/sample-records.ts";

export const soakService = "plant-dps";

/** The units of an enrollment soak, by number; what is known of one follows from that. */
export const registrationIdOf = (number: number): string => `unit-${String(number).padStart(7, "0")}`;

/** Units with a symmetric key are those that register, so that the service's other API has its faults too. */
export const hasSymmetricKey = (number: number): boolean => number % 50 === 7;

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Takes a unit through to PASS as a run does, unless it has passed already. */
export async function passSoakUnit(workshop: Workshop, number: number): Promise<void> {
  const { records } = workshop;
  const registrationId = registrationIdOf(number);
  if ((await records.enrollments.get(registrationId)) !== undefined) return;
  const runId = randomUUID();
  await records.runs.start({ runId, lot: sampleLot.lot, slot: String(number % 32) });
  await records.runs.bind(runId, { serialNumber: registrationId, model: sampleLot.model });
  const { identity, entry } = hasSymmetricKey(number)
    ? await withKey(workshop, registrationId, runId)
    : withTpm(registrationId);
  await records.runs.pass({ runId, ms: 1234, identity, enrollment: { service: soakService, entry } });
}

interface Made {
  readonly identity: RecordedIdentity;
  readonly entry: IndividualEnrollment;
}

const commonOf = (registrationId: string) => ({
  registrationId,
  deviceId: registrationId,
  certificateSerialNumber: null,
  facts: {},
});

function withTpm(registrationId: string): Made {
  const entry = tpmEntryOf(registrationId);
  const endorsementKey = entry.attestation.tpm?.endorsementKey ?? "";
  const publicKeySha256 = sha256(endorsementKey);
  return { identity: { ...commonOf(registrationId), attestation: "tpm", endorsementKey, publicKeySha256 }, entry };
}

async function withKey({ records, secrets }: Workshop, registrationId: string, runId: string): Promise<Made> {
  const name = sealName(registrationId);
  const waiting = await records.symmetricKeys.findOf(registrationId, registrationId);
  const pair = waiting === undefined ? newKeyPair() : pairOf(await secrets.open(name, waiting.sealed));
  const keySha256 = sha256(pair.primary);
  if (waiting === undefined) {
    const sealed = await secrets.seal(name, joinKeyPair(pair));
    await records.symmetricKeys.intend({ unit: registrationId, runId, registrationId, keySha256, sealed });
  }
  const common = commonOf(registrationId);
  return {
    identity: { ...common, attestation: "symmetric-key", endorsementKey: null, publicKeySha256: keySha256 },
    entry: {
      registrationId,
      deviceId: registrationId,
      attestation: { type: "symmetricKey" },
      provisioningStatus: "enabled",
    },
  };
}
