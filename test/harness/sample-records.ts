import { createHash } from "node:crypto";
import type { NewLot } from "../../main/records/lots.ts";
import type { PassedRun } from "../../main/records/record-pass.ts";
import type { Records } from "../../main/records/records.ts";

/** A clock that stands still until it is moved. */
export class SetClock {
  #ms: number;

  constructor(start = "2026-11-22T08:00:00.000Z") {
    this.#ms = Date.parse(start);
  }

  now = (): Date => new Date(this.#ms);
  monotonicMs = (): number => this.#ms;

  advance(ms: number): void {
    this.#ms += ms;
  }
}

export const sampleLot: NewLot = {
  lot: "LOT-1",
  recipe: "gateway-tpm",
  recipeHash: "a".repeat(64),
  recipeText: '{"recipe":"gateway-tpm"}',
  model: "GW-200",
  attestation: "tpm",
  quantity: null,
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** What a passed TPM unit would record; every value follows from the serial number, `change` replaces parts of the identity. */
export function samplePass(
  serialNumber: string,
  runId: string,
  change: Partial<PassedRun["identity"]> = {},
): PassedRun {
  const identity = {
    attestation: "tpm" as const,
    registrationId: `reg-${serialNumber}`.toLowerCase(),
    deviceId: serialNumber,
    endorsementKey: digest(`ek ${serialNumber}`).toString("base64"),
    publicKeySha256: digest(`key ${serialNumber}`).toString("hex"),
    certificateSerialNumber: null,
    facts: { tpmManufacturer: "IBM" },
    ...change,
  };
  const attestation =
    identity.endorsementKey === null
      ? { type: "x509" as const }
      : { type: "tpm" as const, tpm: { endorsementKey: identity.endorsementKey } };
  const { registrationId, deviceId } = identity;
  return {
    runId,
    ms: 1234,
    identity,
    enrollment: {
      service: "plant-dps",
      entry: { registrationId, deviceId, attestation, provisioningStatus: "enabled" } as never,
    },
  };
}

let runs = 0;

/** Starts a run in the sample lot and binds it to the unit. */
export async function startRun(
  records: Records,
  serialNumber: string,
  slot = "1",
  lot = sampleLot.lot,
): Promise<string> {
  runs += 1;
  const runId = `run-${runs}`;
  await records.runs.start({ runId, lot, slot });
  await records.runs.bind(runId, { serialNumber, model: sampleLot.model });
  return runId;
}

/** Takes a unit through to PASS. */
export async function passUnit(records: Records, serialNumber: string, lot = sampleLot.lot): Promise<string> {
  const runId = await startRun(records, serialNumber, "1", lot);
  await records.runs.pass(samplePass(serialNumber, runId));
  return runId;
}
